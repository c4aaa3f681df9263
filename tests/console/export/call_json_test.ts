import { assertEquals } from "@std/assert";
import { Call } from "../../../src/console/call/call.ts";
import { callJson } from "../../../src/console/export/call_json.ts";
import { LABELS, prediction, silence } from "../_predictions.ts";

Deno.test("callJson() is one JSON text of the call and all that was predicted", () => {
  const call = new Call();
  const start = {
    sessionId: "one",
    modelName: "fake",
    labels: LABELS,
    roles: ["customer"],
  } as const;
  const ending = { reason: "client_close", totals: undefined, summary: [] };
  const predictions = [prediction(0, { skipped: 3 }), silence(1)];
  call.apply({ type: "started", start });
  for (const prediction of predictions) {
    call.apply({ type: "prediction", prediction });
  }
  call.apply({ type: "ended", ending });
  assertEquals(JSON.parse([...callJson(call)].join("")), {
    ...start,
    skipped: 3,
    forgottenPredictions: 0,
    ending: { reason: "client_close", summary: [] },
    predictions,
  });
});

Deno.test("callJson() of a call without predictions is JSON as well", () => {
  const { predictions, ending } = JSON.parse(
    [...callJson(new Call())].join(""),
  );
  assertEquals([predictions, ending], [[], null]);
});
