import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  tallyRecalls,
  uarOf,
} from "../../../src/training/measures/recall_tally.ts";
import { type Answer, computeScores } from "../../../src/training/scores.ts";

const anyAnswers = fc.array(
  fc.record({
    label: fc.nat(2),
    posterior: fc.option(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
        minLength: 3,
        maxLength: 3,
      }),
    ),
  }),
  { minLength: 1 },
);

Deno.test("tallyRecalls() counts clips and hits by true label; no answer is no hit", () => {
  const answers: Answer[] = [
    { label: 0, posterior: [0.6, 0.4] },
    { label: 0, posterior: null },
    { label: 1, posterior: [0.6, 0.4] },
  ];
  const { counts, hits } = tallyRecalls(answers, 2);
  assertEquals([[...counts], [...hits]], [[2, 1], [1, 0]]);
});

Deno.test("uarOf() one tally is the UAR of its answers", () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const { uar } = computeScores(answers, 3);
      assertAlmostEquals(uarOf([tallyRecalls(answers, 3)]), uar, 1e-12);
    }),
    { seed: 1 },
  );
});

Deno.test("uarOf() parts is the UAR of the whole, however it is parted", () => {
  fc.assert(
    fc.property(anyAnswers, fc.nat(100), (answers, cut) => {
      const parts = [answers.slice(0, cut), answers.slice(cut)]
        .map((part) => tallyRecalls(part, 3));
      assertAlmostEquals(
        uarOf(parts),
        uarOf([tallyRecalls(answers, 3)]),
        1e-12,
      );
    }),
    { seed: 1 },
  );
});

Deno.test("uarOf() does not change when all tallies are taken twice", () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const tally = tallyRecalls(answers, 3);
      assertAlmostEquals(uarOf([tally, tally]), uarOf([tally]), 1e-12);
    }),
    { seed: 1 },
  );
});

Deno.test("uarOf() nothing is 0", () => {
  assertEquals(uarOf([]), 0);
  assert(uarOf([tallyRecalls([], 3)]) === 0);
});
