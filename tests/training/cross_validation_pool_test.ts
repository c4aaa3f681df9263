import { assertEquals } from "@std/assert";
import {
  differenceOf,
  poolCondition,
  spreadOf,
} from "../../src/training/cross_validation_pool.ts";
import { type Answered, makeRun } from "./_heard_runs.ts";

const LABELS = ["calm", "sad"];

/**
 * Two folds of one actor each under two seeds; `ann` has three clips of label 0
 * and one of label 1, `bob` one of each.
 *
 *     seed 0   F0 ann   0: right right wrong   1: right     recalls 2/3, 1
 *              F1 bob   0: wrong               1: right     recalls 0,   1
 *     seed 1   F0 ann   0: right right right   1: wrong     recalls 1,   0
 *              F1 bob   0: right               1: unheard   recalls 1,   0
 */
const RUNS = [
  makeRun("F0", 0, ann(0.9, 0.8, 0.3, 0.2)),
  makeRun("F1", 0, bob(0.4, 0.1)),
  makeRun("F0", 1, ann(0.9, 0.8, 0.6, 0.7)),
  makeRun("F1", 1, bob(0.7, null)),
];

function ann(a: number, b: number, c: number, d: number): Answered[] {
  return [["ann", 0, a], ["ann", 0, b], ["ann", 0, c], ["ann", 1, d]];
}

function bob(a: number, b: number | null): Answered[] {
  return [["bob", 0, a], ["bob", 1, b]];
}

Deno.test("poolCondition() measures all folds of a seed together, then over seeds", () => {
  const { pooled } = poolCondition(RUNS, LABELS);
  // seed 0: recalls 2/4 and 2/2; seed 1: 4/4 and 0/2
  assertEquals(pooled.uar, { mean: 0.625, sd: 0.1768, perSeed: [0.75, 0.5] });
  // 4 of 6 right under either seed
  assertEquals(pooled.accuracy, {
    mean: 0.6667,
    sd: 0,
    perSeed: [0.6667, 0.6667],
  });
  // seed 0: 4/6 and 4/6; seed 1: 8/9 of label 0 (4 hits, 4 clips, 5 answers), 0 of label 1
  assertEquals(pooled.macroF1.perSeed, [0.6667, 0.4444]);
});

Deno.test("poolCondition() measures each fold over seeds", () => {
  const { perFold } = poolCondition(RUNS, LABELS);
  assertEquals(perFold["F0"]!.uar, {
    mean: 0.6667,
    sd: 0.2357,
    perSeed: [0.8333, 0.5],
  });
  assertEquals(perFold["F1"]!.uar.perSeed, [0.5, 0.5]);
});

Deno.test("poolCondition() gives means over seeds where all seeds are taken together", () => {
  const { pooled, allSeeds, seeds } = poolCondition(RUNS, LABELS);
  assertEquals(allSeeds.utterance.uar, pooled.uar.mean);
  assertEquals(allSeeds.utterance.accuracy, pooled.accuracy.mean);
  assertEquals(allSeeds.confusion, [[6, 2], [1, 2]]);
  assertEquals(allSeeds.coverage.heardClips, 11);
  // ann: recalls 5/6 and 1/2; bob: 1/2 and 1/2
  assertEquals(allSeeds.perActor["ann"]!.uar, 0.6667);
  assertEquals(allSeeds.worstActor.speaker, "bob");
  assertEquals(seeds.map(({ utterance }) => utterance.uar), [0.75, 0.5]);
});

Deno.test("poolCondition() is the same whichever run ended first", () => {
  assertEquals(
    poolCondition(RUNS.toReversed(), LABELS).pooled,
    poolCondition(RUNS, LABELS).pooled,
  );
});

Deno.test("spreadOf() is of the sample, and knows no deviation of one seed", () => {
  assertEquals(spreadOf([1, 2, 3]), { mean: 2, sd: 1, perSeed: [1, 2, 3] });
  assertEquals(spreadOf([0.12345]), {
    mean: 0.1235,
    sd: null,
    perSeed: [0.1235],
  });
});

Deno.test("differenceOf() goes seed by seed, and draws actors with both their sides", () => {
  const worse = RUNS.map((run) => ({
    ...run,
    outcomes: run.outcomes.map((outcome) =>
      outcome.label === 1 ? { ...outcome, utterance: [1, 0] } : outcome
    ),
  }));
  const difference = differenceOf(
    { condition: "telephone", runs: worse },
    { condition: "clean", runs: RUNS },
    LABELS.length,
  );
  assertEquals([difference.condition, difference.against], [
    "telephone",
    "clean",
  ]);
  // label 1 was right twice under seed 0, never under seed 1
  assertEquals(difference.uar, { mean: -0.25, sd: 0.3536, perSeed: [-0.5, 0] });
  // each actor loses one of two clips of label 1, so every draw loses half of its recall
  assertEquals(difference.uarInterval, [-0.25, -0.25]);
  assertEquals(difference.accuracy.perSeed, [-0.3333, 0]);
});
