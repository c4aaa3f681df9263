import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  measureCalibration,
  untempered,
} from "../../../src/training/measures/calibration.ts";
import { argMax } from "../../../src/training/scores.ts";

function softmax(logits: readonly number[], temperature = 1): number[] {
  const powers = logits.map((logit) => Math.exp(logit / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

const logits = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), {
  minLength: 2,
  maxLength: 8,
});
const temperatures = fc.double({ min: 0.5, max: 3, noNaN: true });

Deno.test("untempered() gives the posterior of the same logits at temperature 1", () => {
  fc.assert(
    fc.property(logits, temperatures, (values, temperature) => {
      // At 0.5 and 8 nats apart the least probability is 1e-7, below what is sent.
      const served = softmax(values, temperature);
      fc.pre(Math.min(...served) > 1e-6);
      const before = untempered(served, temperature);
      softmax(values).forEach((probability, i) =>
        assertAlmostEquals(before[i]!, probability, 1e-9)
      );
    }),
    { seed: 1 },
  );
});

Deno.test("untempered() holds for the geometric mean of two windows", () => {
  const [a, b] = [[1, -2, 0.5], [0, 3, -1]];
  const logMean = softmax(a!, 1.4).map((p, i) =>
    (Math.log(p) + Math.log(softmax(b!, 1.4)[i]!)) / 2
  );
  const expected = softmax(a!.map((logit, i) => (logit + b![i]!) / 2));
  const before = untempered(softmax(logMean), 1.4);
  expected.forEach((p, i) => assertAlmostEquals(before[i]!, p, 1e-12));
});

Deno.test("untempered() changes no answer, and is sure to sum to 1 though a probability is sent as 0", () => {
  fc.assert(
    fc.property(logits, temperatures, (values, temperature) => {
      const served = softmax(values.map((x) => 5 * x), temperature)
        .map((p) => Number(p.toFixed(6)));
      const before = untempered(served, temperature);
      assertEquals(argMax(before), argMax(served));
      assertAlmostEquals(before.reduce((a, b) => a + b), 1, 1e-9);
      assert(before.every((p) => p > 0));
    }),
    { seed: 1 },
  );
});

Deno.test("untempered() is surer for a temperature above 1", () => {
  assert(untempered([0.7, 0.3], 1.5)[0]! > 0.7);
  assert(untempered([0.7, 0.3], 0.8)[0]! < 0.7);
  assertAlmostEquals(untempered([0.7, 0.3], 1)[0]!, 0.7, 1e-12);
});

/** Seven of ten right at a confidence of 0.7. */
const ANSWERS = Array.from(
  { length: 10 },
  (_, i) => ({ label: i < 7 ? 0 : 1, posterior: [0.7, 0.3] }),
);

Deno.test("measureCalibration() tells the error as served and at temperature 1", () => {
  const measured = measureCalibration(ANSWERS, 2, 2);
  assertEquals(measured.ece, 0);
  assertEquals(measured.temperature, 2);
  // 0.49 / (0.49 + 0.09) = 0.8448 is claimed, 0.7 is right.
  assertEquals(measured.eceBefore, 0.1448);
  assertEquals(measured.bins, [{ count: 10, confidence: 0.7, accuracy: 0.7 }]);
  assertEquals(measured.binsBefore, [
    { count: 10, confidence: 0.8448, accuracy: 0.7 },
  ]);
});

Deno.test("measureCalibration() knows nothing of before without a temperature", () => {
  const { temperature, eceBefore, binsBefore } = measureCalibration(
    ANSWERS,
    2,
    null,
  );
  assertEquals([temperature, eceBefore, binsBefore], [null, null, null]);
});

Deno.test("measureCalibration() gives the bins whose distances make up the error", () => {
  const answers = [
    ...ANSWERS,
    { label: 0, posterior: [0.5, 0.5] },
    { label: 0, posterior: null },
  ];
  const { bins, ece } = measureCalibration(answers, 2, 1);
  assertEquals(bins, [
    { count: 1, confidence: 0.5, accuracy: 1 },
    { count: 10, confidence: 0.7, accuracy: 0.7 },
  ]);
  const distances = bins.reduce(
    (sum, bin) => sum + bin.count * Math.abs(bin.accuracy - bin.confidence),
    0,
  );
  assertAlmostEquals(ece, distances / answers.length, 1e-4);
});
