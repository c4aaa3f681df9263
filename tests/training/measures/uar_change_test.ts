import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { uarChange } from "../../../src/training/measures/uar_change.ts";
import { makeOutcome } from "../_outcomes.ts";

/** Clips of label 0, right or wrong, by speaker. */
function heard(bySpeaker: Readonly<Record<string, readonly boolean[]>>) {
  return Object.entries(bySpeaker).flatMap(([speaker, rights]) =>
    rights.map((right) =>
      makeOutcome({ speaker, utterance: right ? [0.9, 0.1] : [0.1, 0.9] })
    )
  );
}

Deno.test("uarChange() is negative where it is worse", () => {
  const before = heard({ anna: [true, true], ben: [true, false] });
  const after = heard({ anna: [true, false], ben: [false, false] });
  assertEquals(uarChange(before, after, 2).uar, -0.5);
  assertEquals(uarChange(after, before, 2).uar, 0.5);
});

Deno.test("uarChange() is sure of a loss that every speaker has, however they differ", () => {
  const before = heard({ anna: [true, true], ben: [true, false] });
  const after = heard({ anna: [true, false], ben: [false, false] });
  assertEquals(uarChange(before, after, 2).interval, [-0.5, -0.5]);
});

Deno.test("uarChange() is unsure of a loss that one speaker has", () => {
  const before = heard({ anna: [true, true], ben: [true, true] });
  const after = heard({ anna: [true, true], ben: [false, false] });
  assertEquals(uarChange(before, after, 2).interval, [-1, 0]);
});

Deno.test("uarChange() counts clips that are no longer heard, and pairs whatever the order", () => {
  const before = heard({ anna: [true, true], ben: [true, true] });
  const after = [
    makeOutcome({ speaker: "ben" }),
    ...heard({ anna: [true, true], ben: [true] }),
  ];
  const change = uarChange(before, after, 2);
  assertEquals(change.uar, -0.25);
  assertEquals(change, uarChange(before, after.toReversed(), 2));
});

Deno.test("uarChange() to the same is nothing", () => {
  const rights = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 });
  const speakers = fc.dictionary(fc.constantFrom("a", "b", "c"), rights, {
    minKeys: 1,
  });
  fc.assert(
    fc.property(speakers, (bySpeaker) => {
      const outcomes = heard(bySpeaker);
      const { uar, interval } = uarChange(outcomes, outcomes, 2);
      assert(uar === 0 && interval.every((end) => end === 0));
    }),
    { seed: 1, numRuns: 10 },
  );
});
