import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { evaluate } from "../../src/training/evaluation.ts";
import type { Outcome } from "../../src/training/outcomes.ts";
import { makeOutcome } from "./_outcomes.ts";

const LABELS = ["calm", "angry"];
const CALM = [0.9, 0.1];
const ANGRY = [0.2, 0.8];

/** What was heard in a clip of a speaker. */
function outcome(
  speaker: string,
  label: number,
  utterance: Outcome["utterance"],
  windows: Outcome["windows"] = [utterance],
): Outcome {
  return makeOutcome({ speaker, label, utterance, windows });
}

/** Speaker 1 is always right; of speaker 2 one of two angry clips is heard as calm, one not at all. */
const OUTCOMES = [
  outcome("1", 0, CALM, [null, CALM, ANGRY]),
  outcome("1", 1, ANGRY, [ANGRY]),
  outcome("2", 1, CALM, [CALM, CALM]),
  outcome("2", 1, null, [null]),
];

Deno.test("evaluate() measures whole clips; one not heard counts as wrong", () => {
  const { utterance } = evaluate(OUTCOMES, LABELS);
  assertEquals(utterance.count, 4);
  assertEquals(utterance.uar, 0.6667); // calm 1 of 1, angry 1 of 3
  assertEquals(utterance.accuracy, 0.5);
});

Deno.test("evaluate() measures the windows in which speech was heard", () => {
  const { window } = evaluate(OUTCOMES, LABELS);
  assertEquals(window.count, 5);
  assertEquals(window.uar, 0.4167); // calm 1 of 2, angry 1 of 3
  assertEquals(window.accuracy, 0.4);
});

Deno.test("evaluate() counts what was heard as speech", () => {
  assertEquals(evaluate(OUTCOMES, LABELS).coverage, {
    clips: 4,
    heardClips: 3,
    windows: 7,
    speechWindows: 5,
  });
});

Deno.test("evaluate() measures each speaker", () => {
  assertEquals(evaluate(OUTCOMES, LABELS).perActor, {
    "1": { clips: 2, uar: 1, accuracy: 1 },
    "2": { clips: 2, uar: 0, accuracy: 0 },
  });
});

Deno.test("evaluate() gives recalls by label and counts by true label", () => {
  const { perClassRecall, confusion } = evaluate(OUTCOMES, LABELS);
  assertEquals(perClassRecall, { calm: 1, angry: 0.3333 });
  assertEquals(confusion, [[1, 0], [1, 1]]);
  const onlyCalm = evaluate(OUTCOMES.slice(0, 1), LABELS);
  assertEquals(onlyCalm.perClassRecall, { calm: 1, angry: null });
});

Deno.test("evaluate() gives an interval over speakers: none of one, wide of two that differ", () => {
  const [one] = [evaluate(OUTCOMES.slice(0, 2), LABELS)];
  assertEquals(one!.utterance.uarInterval, [1, 1]);
  assertEquals(evaluate(OUTCOMES, LABELS).utterance.uarInterval, [0, 1]);
});

Deno.test("evaluate() narrows the interval with more speakers alike", () => {
  const speakers = Array.from({ length: 40 }, (_, i) => [
    outcome(`s${i}`, 0, i % 2 ? CALM : ANGRY),
    outcome(`s${i}`, 1, ANGRY),
  ]);
  const [low, high] = evaluate(speakers.flat(), LABELS).utterance.uarInterval;
  // The mean of 40 speakers of deviation 0.25 has one of 0.04: about 0.75 +- 0.08.
  assert(low > 0.62 && low < 0.71);
  assert(high > 0.79 && high < 0.88);
});

Deno.test("evaluate() measures no window where none held speech", () => {
  const { window } = evaluate([outcome("1", 0, null, [null, null])], LABELS);
  assertEquals(window, { count: 0, uar: 0, accuracy: 0, macroF1: 0, ece: 0 });
});

Deno.test("evaluate() names the worst speaker", () => {
  assertEquals(evaluate(OUTCOMES, LABELS).worstActor, {
    speaker: "2",
    clips: 2,
    uar: 0,
    accuracy: 0,
  });
});

Deno.test("evaluate() parts women and men, normal and strong, where a corpus tells", () => {
  const { bySex, byIntensity } = evaluate([
    makeOutcome({
      utterance: CALM,
      ravdess: { sex: "female", intensity: "strong" },
    }),
    makeOutcome({
      utterance: ANGRY,
      ravdess: { sex: "male", intensity: "strong" },
    }),
    makeOutcome({ utterance: ANGRY }),
  ], LABELS);
  assertEquals(bySex, {
    female: { clips: 1, uar: 1, accuracy: 1 },
    male: { clips: 1, uar: 0, accuracy: 0 },
  });
  assertEquals(byIntensity, { strong: { clips: 2, uar: 0.5, accuracy: 0.5 } });
  assertEquals(evaluate(OUTCOMES, LABELS).bySex, {});
});

Deno.test("evaluate() tells calibration before and after, if it is told the temperature", () => {
  const served = evaluate(OUTCOMES, LABELS);
  assertEquals(served.calibration.ece, served.utterance.ece);
  assertEquals(served.calibration.eceBefore, null);
  const { calibration } = evaluate(OUTCOMES, LABELS, 2);
  assertEquals(calibration.ece, served.utterance.ece);
  // At temperature 1 all claim more than 14/15: 81/82 and 16/17 right, 81/82 wrong.
  assertEquals(calibration.eceBefore, 0.2292);
});

Deno.test("evaluate() tells what is gained by abstaining, how soon it knows, and how steady it is", () => {
  const { abstention, hearingCurve, streaming } = evaluate(OUTCOMES, LABELS);
  assertEquals(abstention.utterance.length, 10);
  assertEquals(abstention.utterance.at(-1)!.coverage, 1);
  assertEquals(hearingCurve.at(-1)!.answered, 0.75);
  assertEquals(streaming.firstLabel!.clips, 3);
});

Deno.test("evaluate() gives what JSON can hold", () => {
  const evaluation = evaluate(OUTCOMES, LABELS, 1.2);
  assertEquals(JSON.parse(JSON.stringify(evaluation)), evaluation);
});

Deno.test("evaluate() gives the same for the same outcomes, and an interval of shares", () => {
  const heard = fc.constantFrom(CALM, ANGRY, null);
  const anyOutcome = fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(1), heard)
    .map(([speaker, label, posterior]) => outcome(speaker, label, posterior));
  fc.assert(
    fc.property(
      fc.array(anyOutcome, { minLength: 1, maxLength: 20 }),
      (outcomes) => {
        const evaluation = evaluate(outcomes, LABELS);
        assertEquals(evaluate(outcomes, LABELS), evaluation);
        const [low, high] = evaluation.utterance.uarInterval;
        assert(low <= high && low >= 0 && high <= 1);
      },
    ),
    { seed: 1, numRuns: 20 },
  );
});

Deno.test("evaluate() refuses nothing to measure", () => {
  assertThrows(
    () => evaluate([], LABELS),
    RangeError,
    "there must be an answer",
  );
});
