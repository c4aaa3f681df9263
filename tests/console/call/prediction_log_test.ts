import { assertEquals } from "@std/assert";
import { PredictionLog } from "../../../src/console/call/prediction_log.ts";
import { LABELS, prediction, silence } from "../_predictions.ts";

Deno.test("PredictionLog gives back what it was given", () => {
  const log = new PredictionLog(LABELS, ["customer", "agent"]);
  const given = [
    prediction(0, { skipped: 2, bufferedMs: 12.5 }),
    silence(1),
    prediction(2, {
      channel: 1,
      role: "agent",
      state: "uncertain",
      label: "happy",
      confidence: 0.4,
      posterior: { calm: 0.35, happy: 0.4, angry: 0.25 },
    }),
  ];
  given.forEach((prediction) => log.append(prediction));
  assertEquals([...log], given);
  assertEquals([log.count, log.forgottenCount], [3, 0]);
});

Deno.test("PredictionLog forgets the oldest thousand when it is full, and counts them", () => {
  const log = new PredictionLog(LABELS, ["customer"], 3_000);
  for (let i = 0; i < 10_500; i++) log.append(prediction(i));
  const kept = [...log].map(({ index }) => index);
  assertEquals(kept, Array.from({ length: 2_500 }, (_, i) => 8_000 + i));
  assertEquals([log.count, log.forgottenCount], [2_500, 8_000]);
});
