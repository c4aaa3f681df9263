import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  fitTemperature,
  meanLoss,
  posteriorOf,
  uncertainBelow,
} from "../../src/training/calibrate.ts";
import type { Judgement } from "../../src/training/validate.ts";

/** `right` of ten judgements are right; all are made with the same margin of logits. */
function judgements(margin: number, right: number): Judgement[] {
  return Array.from({ length: 10 }, (_, i) => ({
    label: i < right ? 0 : 1,
    logits: new Float32Array([margin, 0]),
  }));
}

Deno.test("fitTemperature() brings the confidence to the share that is right", () => {
  const sure = judgements(4, 8);
  const temperature = fitTemperature(sure);
  assertAlmostEquals(temperature, 4 / Math.log(8 / 2), 2e-3);
  assertAlmostEquals(posteriorOf(sure[0]!.logits, temperature)[0]!, 0.8, 1e-3);
});

Deno.test("fitTemperature() finds the least loss there is within its bounds", () => {
  const sure = judgements(3, 7);
  const found = meanLoss(sure, fitTemperature(sure));
  for (let t = 1.2; t <= 3; t += 0.05) {
    assert(found <= meanLoss(sure, t) + 1e-6);
  }
});

Deno.test("fitTemperature() makes no model surer than all folds together would", () => {
  assertEquals(fitTemperature(judgements(0.5, 10)), 1.2);
});

Deno.test("fitTemperature() needs a judgement", () => {
  assertThrows(() => fitTemperature([]), RangeError, "none is given");
});

Deno.test("uncertainBelow() is the confidence a fifth of the judgements stays below", () => {
  const graded = Array.from({ length: 10 }, (_, i) => ({
    label: 0,
    logits: new Float32Array([i, 0]),
  }));
  const threshold = uncertainBelow(graded, 2);
  const below = graded.filter(({ logits }) =>
    posteriorOf(logits, 2)[0]! < threshold - 1e-3
  );
  assertEquals(below.length, 2);
  assertEquals(uncertainBelow([], 1), 0);
});

Deno.test("posteriorOf() of equal logits is uniform, and survives large ones", () => {
  assertEquals([...posteriorOf(new Float32Array([7, 7]), 3)], [0.5, 0.5]);
  assertEquals([...posteriorOf(new Float32Array([1e4, 0]), 1)], [1, 0]);
});
