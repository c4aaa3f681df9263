import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { hearingCurve } from "../../../src/training/measures/hearing_curve.ts";
import { makeOutcome } from "../_outcomes.ts";

const RIGHT = [0.9, 0.1];
const WRONG = [0.2, 0.8];

/** Windows end at 1000, 1480, 1960, 2440, 2920 ms; the speech begins at 1000. */
const OUTCOME = makeOutcome({
  windows: [null, WRONG, WRONG, RIGHT, null],
  speech: { startMs: 1_000, endMs: 2_500 },
});

Deno.test("hearingCurve() asks every half second for the last window that has ended", () => {
  const curve = hearingCurve([OUTCOME], 2);
  assertEquals(curve.map(({ seconds }) => seconds), [0.5, 1, 1.5, 2, 2.5, 3]);
  assertEquals(curve.map(({ uar }) => uar), [0, 0, 1, 1, 1, 1]);
});

Deno.test("hearingCurve() counts from the first speech, not from the first sample", () => {
  const late = { ...OUTCOME, speech: { startMs: 1_900, endMs: 2_500 } };
  assertEquals(hearingCurve([late], 2)[0], {
    seconds: 0.5,
    answered: 1,
    uar: 0,
    accuracy: 0,
  });
  assertEquals(hearingCurve([late], 2)[1]!.uar, 1);
});

Deno.test("hearingCurve() counts a clip without a label yet as wrong, and says so", () => {
  const early = { ...OUTCOME, speech: { startMs: 500, endMs: 2_500 } };
  const [half, whole] = hearingCurve([early], 2);
  assertEquals([half!.answered, half!.uar], [0, 0]);
  assertEquals(whole!.answered, 1);
});

Deno.test("hearingCurve() takes UAR over labels and accuracy over clips", () => {
  const outcomes = [
    makeOutcome({ windows: [RIGHT] }),
    makeOutcome({ windows: [RIGHT] }),
    makeOutcome({ windows: [WRONG] }),
    makeOutcome({ label: 1, windows: [WRONG] }),
  ];
  const { uar, accuracy } = hearingCurve(outcomes, 2).at(-1)!;
  assertEquals([uar, accuracy], [0.8333, 0.75]);
});

Deno.test("hearingCurve() never loses a label once there is one", () => {
  const windows = fc.array(fc.constantFrom(RIGHT, WRONG, null), {
    minLength: 1,
    maxLength: 8,
  });
  const outcomes = fc.array(
    fc.tuple(windows, fc.nat(2_000)).map(([windows, startMs]) =>
      makeOutcome({ windows, speech: { startMs, endMs: startMs + 1_000 } })
    ),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(outcomes, (outcomes) => {
      const curve = hearingCurve(outcomes, 2);
      curve.forEach(({ answered, accuracy }, i) => {
        assert(accuracy <= answered);
        assert(i === 0 || answered >= curve[i - 1]!.answered);
      });
    }),
    { seed: 1 },
  );
});
