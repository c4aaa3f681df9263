import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  measureAbstention,
  surest,
} from "../../../src/training/measures/abstention.ts";
import type { Answer } from "../../../src/training/scores.ts";
import { makeOutcome } from "../_outcomes.ts";

/** An answer that is right or wrong, with that confidence. */
function answer(right: boolean, confidence: number): Answer {
  return { label: right ? 0 : 1, posterior: [confidence, 1 - confidence] };
}

const anyAnswers = fc.array(
  fc.tuple(fc.boolean(), fc.integer({ min: 11, max: 20 }))
    .map(([right, twentieths]) => answer(right, twentieths / 20)),
  { minLength: 1, maxLength: 30 },
);

Deno.test("surest() drops the least sure answers", () => {
  const answers = [
    answer(false, 0.6),
    answer(true, 0.9),
    answer(true, 0.8),
    answer(false, 0.7),
  ];
  const at = (coverage: number) => surest(answers, coverage);
  assertEquals(at(0.5), { coverage: 0.5, accuracy: 1, confidenceFrom: 0.8 });
  assertEquals(at(0.75).accuracy, 0.6667);
  assertEquals(at(1), { coverage: 1, accuracy: 0.5, confidenceFrom: 0.6 });
});

Deno.test("surest() rounds the answers up to whole ones", () => {
  const answers = [answer(true, 0.9), answer(false, 0.8), answer(false, 0.7)];
  assertEquals(surest(answers, 0.34).accuracy, 0.5);
  assertEquals(surest(answers, 0.01).accuracy, 1);
});

Deno.test("surest() counts what was not answered as wrong, and drops it first", () => {
  const answers = [answer(true, 0.6), { label: 0, posterior: null }];
  assertEquals(surest(answers, 0.5).accuracy, 1);
  assertEquals(surest(answers, 1), {
    coverage: 1,
    accuracy: 0.5,
    confidenceFrom: 0,
  });
});

Deno.test("surest() gives equals an equal part, whatever their order", () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      assertEquals(surest(answers.toReversed(), 0.8), surest(answers, 0.8));
    }),
    { seed: 1 },
  );
  const equals = [answer(true, 0.7), answer(false, 0.7)];
  assertEquals(surest(equals, 0.5).accuracy, 0.5);
});

Deno.test("surest() at full coverage is the accuracy of all", () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const right = answers.filter(({ label }) => label === 0).length;
      assertAlmostEquals(
        surest(answers, 1).accuracy,
        right / answers.length,
        1e-4,
      );
    }),
    { seed: 1 },
  );
});

Deno.test("surest() asks for more confidence at less coverage", () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const [less, more] = [surest(answers, 0.8), surest(answers, 0.9)];
      assert(less.confidenceFrom >= more.confidenceFrom);
    }),
    { seed: 1 },
  );
});

Deno.test("measureAbstention() tells every tenth of coverage of whole clips", () => {
  const outcomes = Array.from({ length: 10 }, (_, i) =>
    makeOutcome({
      label: i < 8 ? 0 : 1, // the two least sure are wrong
      utterance: [0.95 - i / 100, 0.05 + i / 100],
    }));
  const { utterance } = measureAbstention(outcomes);
  assertEquals(
    utterance.map(({ coverage }) => coverage),
    [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  );
  assertEquals(utterance.slice(7), [
    { coverage: 0.8, accuracy: 1, confidenceFrom: 0.88 },
    { coverage: 0.9, accuracy: 0.8889, confidenceFrom: 0.87 },
    { coverage: 1, accuracy: 0.8, confidenceFrom: 0.86 },
  ]);
});

Deno.test("measureAbstention() tells how often labels are right that are shown as certain, and as not", () => {
  const shown = (label: number | null, uncertain: boolean) => ({
    startMs: 0,
    endMs: 1_000,
    label,
    uncertain,
  });
  const outcome = makeOutcome({
    label: 0,
    shown: [
      shown(null, false),
      shown(0, false),
      shown(1, true),
      shown(0, false),
      shown(1, false),
    ],
  });
  assertEquals(measureAbstention([outcome]).window, {
    certainShare: 0.75,
    certainAccuracy: 0.6667,
    uncertainAccuracy: 0,
  });
});

Deno.test("measureAbstention() says nothing of labels where none was shown", () => {
  assertEquals(measureAbstention([makeOutcome({})]).window, {
    certainShare: 0,
    certainAccuracy: null,
    uncertainAccuracy: null,
  });
});
