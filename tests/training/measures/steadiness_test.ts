import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { measureSteadiness } from "../../../src/training/measures/steadiness.ts";
import { makeOutcome } from "../_outcomes.ts";

/** Windows a stride apart, of the last second each, that show these labels. */
function shown(...labels: readonly (number | null)[]) {
  return labels.map((label, i) => ({
    startMs: 480 * i,
    endMs: 1_000 + 480 * i,
    label,
    uncertain: false,
  }));
}

/** Half a minute of speech from 1 s on. */
const SPEECH = { startMs: 1_000, endMs: 31_000 };

function measure(...labels: readonly (number | null)[]) {
  return measureSteadiness([
    makeOutcome({ shown: shown(...labels), speech: SPEECH }),
  ]);
}

Deno.test("measureSteadiness() counts labels on windows wholly before the speech or after it", () => {
  const outcome = makeOutcome({
    shown: shown(0, 0, 1, null, 1, 1),
    // Windows end at 1000, 1480, ... and begin a second before.
    speech: { startMs: 1_480, endMs: 1_500 },
  });
  const { silentWindows, labelsOnSilence } = measureSteadiness([outcome]);
  assertEquals([silentWindows, labelsOnSilence], [4, 4]);
  const silent = makeOutcome({
    shown: shown(null, null, 1),
    speech: { startMs: 1_480, endMs: 2_000 },
  });
  assertEquals(measureSteadiness([silent]).labelsOnSilence, 0);
  assertEquals(measureSteadiness([silent]).silentWindows, 2);
});

Deno.test("measureSteadiness() does not call a window silent that touches the speech", () => {
  const outcome = makeOutcome({
    shown: [{ startMs: 0, endMs: 1_001, label: 0, uncertain: false }],
    speech: { startMs: 1_000, endMs: 2_000 },
  });
  assertEquals(measureSteadiness([outcome]).silentWindows, 0);
});

Deno.test("measureSteadiness() counts changes of the label by the minute, over pauses too", () => {
  assertEquals(measure(0, 0, 0).changesPerMinute, 0);
  assertEquals(measure(0, 1, 1, 0).changesPerMinute, 4);
  assertEquals(measure(0, null, 0).changesPerMinute, 0);
  assertEquals(measure(0, null, 1).changesPerMinute, 2);
  assertEquals(measure(null, 0).changesPerMinute, 0);
});

Deno.test("measureSteadiness() takes all clips' speech together", () => {
  const outcomes = [
    makeOutcome({ shown: shown(0, 1), speech: SPEECH }),
    makeOutcome({ shown: shown(null), speech: SPEECH }),
  ];
  assertEquals(measureSteadiness(outcomes).changesPerMinute, 1);
});

Deno.test("measureSteadiness() times the first label and the one that stays, from the first speech", () => {
  const { firstLabel, stayingLabel } = measure(null, 0, 1, null, 1);
  assertEquals(firstLabel, { clips: 1, medianMs: 480, p90Ms: 480 });
  assertEquals(stayingLabel, { clips: 1, medianMs: 960, p90Ms: 960 });
});

Deno.test("measureSteadiness() has a label stay from its last coming only", () => {
  assertEquals(measure(0, 1, 0).stayingLabel!.medianMs, 960);
  assertEquals(measure(0, 0, 0).stayingLabel!.medianMs, 0);
});

Deno.test("measureSteadiness() tells the median and the ninth of ten clips", () => {
  const outcomes = Array.from({ length: 10 }, (_, i) =>
    makeOutcome({
      shown: [{
        startMs: 0,
        endMs: 1_100 + 100 * i,
        label: 0,
        uncertain: false,
      }],
      speech: SPEECH,
    }));
  assertEquals(measureSteadiness(outcomes).firstLabel, {
    clips: 10,
    medianMs: 500,
    p90Ms: 900,
  });
});

Deno.test("measureSteadiness() has no times and no changes where nothing got a label", () => {
  const { firstLabel, stayingLabel, changesPerMinute } = measure(null, null);
  assertEquals([firstLabel, stayingLabel, changesPerMinute], [null, null, 0]);
  assertEquals(measureSteadiness([]).changesPerMinute, 0);
});

Deno.test("measureSteadiness() has no label stay before the first, and one that never changes at once", () => {
  const labels = fc.array(fc.constantFrom(0, 1, null), {
    minLength: 1,
    maxLength: 10,
  });
  fc.assert(
    fc.property(labels, (labels) => {
      const figures = measure(...labels);
      if (!figures.firstLabel) return assert(!labels.some((x) => x !== null));
      const wait = figures.stayingLabel!.medianMs - figures.firstLabel.medianMs;
      assert(wait >= 0);
      assertEquals(wait === 0, figures.changesPerMinute === 0);
    }),
    { seed: 1 },
  );
});
