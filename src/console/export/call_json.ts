/**
 * A call as JSON: who listened, what was predicted, how it ended.
 *
 * @module
 */
import type { Call } from "../call/call.ts";

/** The pieces of one JSON text; a piece a prediction, so that a long call needs no giant string. */
export function* callJson(call: Call): Generator<string> {
  const { start, ending, skippedCount, log } = call;
  const head = {
    ...start.value,
    skipped: skippedCount.value,
    forgottenPredictions: log.forgottenCount,
    ending: ending.value ?? null,
  };
  yield JSON.stringify(head).slice(0, -1);
  yield `,"predictions":[`;
  let separator = "\n";
  for (const prediction of log) {
    yield separator + JSON.stringify(prediction);
    separator = ",\n";
  }
  yield "\n]}\n";
}
