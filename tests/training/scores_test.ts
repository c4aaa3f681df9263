import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import {
  type Answer,
  argMax,
  computeScores,
  reliability,
} from "../../src/training/scores.ts";

/** An answer of one label with a confidence; the rest is shared by the others. */
function answer(label: number, answered: number, confidence = 0.9): Answer {
  const posterior = new Array(3).fill((1 - confidence) / 2);
  posterior[answered] = confidence;
  return { label, posterior };
}

// Truth 0 0 0 0 1 1 2, answered 0 0 0 1 1 2 2; expected values are scikit-learn's
// (balanced_accuracy_score, accuracy_score, f1_score(average="macro")), by hand:
// recalls 3/4 1/2 1/1; F1 6/7 1/2 2/3.
const EXAMPLE = [[0, 0], [0, 0], [0, 0], [0, 1], [1, 1], [1, 2], [2, 2]]
  .map(([label, answered]) => answer(label!, answered!));

Deno.test("computeScores() gives recalls, their mean, accuracy and macro-F1", () => {
  const scores = computeScores(EXAMPLE, 3);
  assertEquals(scores.count, 7);
  assertEquals(scores.recalls, [3 / 4, 1 / 2, 1]);
  assertAlmostEquals(scores.uar, (3 / 4 + 1 / 2 + 1) / 3, 1e-12);
  assertAlmostEquals(scores.accuracy, 5 / 7, 1e-12);
  assertAlmostEquals(scores.macroF1, (6 / 7 + 1 / 2 + 2 / 3) / 3, 1e-12);
});

Deno.test("computeScores() counts true labels by row, answers by column", () => {
  assertEquals(computeScores(EXAMPLE, 3).confusion, [
    [3, 1, 0],
    [0, 1, 1],
    [0, 0, 1],
  ]);
});

Deno.test("computeScores() leaves a label that does not occur out of UAR", () => {
  const scores = computeScores([answer(0, 0), answer(1, 0)], 3);
  assertEquals(scores.recalls, [1, 0, null]);
  assertEquals(scores.uar, 0.5);
});

Deno.test("computeScores() counts a label answered but absent in macro-F1, as scikit-learn does", () => {
  const scores = computeScores([answer(0, 0), answer(0, 1)], 3);
  assertAlmostEquals(scores.macroF1, (2 / 3 + 0) / 2, 1e-12);
});

Deno.test("computeScores() finds no calibration error where confidence is accuracy", () => {
  const answers = Array.from(
    { length: 10 },
    (_, i) => answer(0, i < 7 ? 0 : 1, 0.7),
  );
  assertAlmostEquals(computeScores(answers, 3).ece, 0, 1e-12);
});

Deno.test("computeScores() weighs bins by their answers in the calibration error", () => {
  const surelyWrong = Array.from({ length: 3 }, () => answer(0, 1, 1));
  const rightAtHalf = Array.from({ length: 1 }, () => answer(0, 0, 0.5));
  const { ece } = computeScores([...surelyWrong, ...rightAtHalf], 3);
  assertAlmostEquals(ece, 0.75 * 1 + 0.25 * 0.5, 1e-12);
});

Deno.test("computeScores() lets errors of a bin cancel, but not errors of two bins", () => {
  const sameBin = [answer(0, 0, 0.5), answer(0, 1, 0.5)];
  assertAlmostEquals(computeScores(sameBin, 3).ece, 0, 1e-12);
  const twoBins = [answer(0, 0, 0.5), answer(0, 1, 0.6)];
  assertAlmostEquals(computeScores(twoBins, 3).ece, (0.5 + 0.6) / 2, 1e-12);
});

Deno.test("computeScores() has fifteen bins that include their upper edge", () => {
  // 8/15 and just below share the eighth bin; just above is in the ninth.
  const edge = 8 / 15;
  const eceOf = (other: number) =>
    computeScores([answer(0, 0, edge), answer(0, 1, other)], 3).ece;
  assertAlmostEquals(
    eceOf(edge - 0.001),
    Math.abs(2 * edge - 0.001 - 1) / 2,
    1e-9,
  );
  assertAlmostEquals(eceOf(edge + 0.001), (1 - edge + edge + 0.001) / 2, 1e-9);
});

Deno.test("computeScores() takes confidences of 0 and 1", () => {
  const answers = [
    { label: 0, posterior: [1, 0, 0] },
    { label: 0, posterior: [0, 0, 0] },
  ];
  assertAlmostEquals(computeScores(answers, 3).ece, 0.5, 1e-12);
});

const anyAnswers = fc.array(
  fc.record({
    label: fc.nat(3),
    posterior: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    }),
  }),
  { minLength: 1 },
);

Deno.test("computeScores() takes no answer for a wrong one that claims nothing", () => {
  const silent = { label: 0, posterior: null };
  const scores = computeScores([answer(0, 0, 1), silent, answer(1, 1, 1)], 3);
  assertEquals(scores.recalls, [1 / 2, 1, null]);
  assertAlmostEquals(scores.accuracy, 2 / 3, 1e-12);
  assertAlmostEquals(scores.macroF1, (2 / 3 + 1) / 2, 1e-12);
  assertEquals([scores.ece, scores.unanswered], [0, 1]);
  assertEquals(scores.confusion.flat().reduce((a, b) => a + b), 2);
});

Deno.test("computeScores() gives shares, and the same for any order of answers", () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const scores = computeScores(answers, 4);
      for (
        const share of [scores.uar, scores.accuracy, scores.macroF1, scores.ece]
      ) {
        assert(share >= 0 && share <= 1 + 1e-12);
      }
      const turned = computeScores(answers.toReversed(), 4);
      assertEquals(turned.confusion, scores.confusion);
      assertAlmostEquals(turned.ece, scores.ece, 1e-9);
    }),
    { seed: 1 },
  );
});

Deno.test("computeScores() gives 1 to who is always right", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { minLength: 1 }), (labels) => {
      const scores = computeScores(
        labels.map((label) => answer(label, label, 1)),
        3,
      );
      assertEquals([scores.uar, scores.accuracy, scores.macroF1, scores.ece], [
        1,
        1,
        1,
        0,
      ]);
    }),
    { seed: 1 },
  );
});

Deno.test("computeScores() refuses no answers", () => {
  assertThrows(
    () => computeScores([], 3),
    RangeError,
    "there must be an answer",
  );
});

Deno.test("reliability() gathers answers of like confidence, least confident first", () => {
  const answers = [
    answer(0, 0, 0.95),
    answer(0, 1, 0.94),
    answer(0, 0, 0.5),
    { label: 0, posterior: null },
  ];
  const [low, high, ...others] = reliability(answers);
  assertEquals(low, { count: 1, confidence: 0.5, accuracy: 1 });
  assertEquals([high!.count, high!.accuracy], [2, 0.5]);
  assertAlmostEquals(high!.confidence, 0.945, 1e-12);
  assertEquals(others, []);
});

Deno.test("reliability() makes up the calibration error and counts every answer once", () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const bins = reliability(answers);
      const counts = bins.map(({ count }) => count);
      assertEquals(counts.reduce((a, b) => a + b), answers.length);
      const distance = bins.reduce(
        (sum, bin) => sum + bin.count * Math.abs(bin.accuracy - bin.confidence),
        0,
      );
      assertAlmostEquals(
        computeScores(answers, 4).ece,
        distance / answers.length,
        1e-9,
      );
      const confidences = bins.map(({ confidence }) => confidence);
      assertEquals(confidences, confidences.toSorted((a, b) => a - b));
    }),
    { seed: 1 },
  );
});

Deno.test("argMax() takes the first of equals", () => {
  assertEquals([argMax([1, 3, 3]), argMax([2]), argMax([0, 0])], [1, 0, 0]);
});
