import { assertEquals } from "@std/assert";
import {
  predictionWords,
  spokenPrediction,
} from "../../../src/console/views/prediction_text.ts";
import { prediction, silence } from "../_predictions.ts";

Deno.test("predictionWords() tells speech, a guess and no speech apart", () => {
  assertEquals(
    [
      predictionWords(prediction(0)),
      predictionWords(prediction(0, { state: "uncertain" })),
      predictionWords(silence(0)),
      predictionWords(undefined),
    ].map(({ label }) => label),
    ["calm", "calm?", "no speech", "—"],
  );
});

Deno.test("spokenPrediction() names the voice first", () => {
  assertEquals(
    [
      prediction(0),
      prediction(0, { role: "agent", state: "uncertain" }),
      silence(0),
    ].map(spokenPrediction),
    [
      "customer: calm",
      "agent: uncertain, perhaps calm",
      "customer: no speech",
    ],
  );
});
