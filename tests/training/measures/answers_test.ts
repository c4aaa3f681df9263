import { assertEquals } from "@std/assert";
import {
  utteranceAnswer,
  windowAnswers,
} from "../../../src/training/measures/answers.ts";
import { makeOutcome } from "../_outcomes.ts";

const OUTCOME = makeOutcome({
  label: 1,
  utterance: [0.3, 0.7],
  windows: [null, [0.6, 0.4]],
});

Deno.test("utteranceAnswer() is the answer of the whole clip", () => {
  assertEquals(utteranceAnswer(OUTCOME), { label: 1, posterior: [0.3, 0.7] });
});

Deno.test("windowAnswers() are those of its windows, silent ones included", () => {
  assertEquals(windowAnswers(OUTCOME), [
    { label: 1, posterior: null },
    { label: 1, posterior: [0.6, 0.4] },
  ]);
});
