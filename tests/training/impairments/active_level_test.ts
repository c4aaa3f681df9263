import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { activePower } from "../../../src/training/impairments/active_level.ts";
import { concat, silence, speechLike } from "../../session/_signals.ts";

const RATE_HZ = 16_000;

function activeDb(samples: Float32Array): number {
  return 10 * Math.log10(activePower(samples, RATE_HZ));
}

function tone(seconds: number, amplitude: number): Float32Array {
  return Float32Array.from(
    { length: seconds * RATE_HZ },
    (_, i) => amplitude * Math.sin(2 * Math.PI * 997 * i / RATE_HZ),
  );
}

for (const amplitude of [1, 0.3, 0.01]) {
  Deno.test(`activePower() of a steady tone of ${amplitude} is its power`, () => {
    const expected = 10 * Math.log10(amplitude ** 2 / 2);
    assertAlmostEquals(activeDb(tone(4, amplitude)), expected, 0.2);
  });
}

Deno.test("activePower() leaves pauses out, but for the 200 ms that speech goes on", () => {
  const spoken = concat(tone(2, 0.3), silence(6));
  const [active, whole] = [2.2, 8];
  const energy = spoken.reduce((sum, x) => sum + x * x, 0);
  assertAlmostEquals(
    activeDb(spoken),
    10 * Math.log10(energy / (active * RATE_HZ)),
    0.4,
  );
  const meanDb = 10 * Math.log10(energy / (whole * RATE_HZ));
  assert(activeDb(spoken) > meanDb + 5);
});

Deno.test("activePower() does not change with the silence around the speech", () => {
  const speech = concat(speechLike(2), silence(0.5));
  const expected = activeDb(speech);
  for (const seconds of [0.1, 1, 7]) {
    const padded = concat(silence(seconds), speech, silence(seconds));
    assertAlmostEquals(activeDb(padded), expected, 1e-6);
  }
});

Deno.test("activePower() scales with the signal", () => {
  const speech = speechLike(2);
  const expected = activeDb(speech);
  const gains = fc.double({ min: -30, max: 6, noNaN: true });
  fc.assert(
    fc.property(gains, (gainDb) => {
      const scaled = speech.map((x) => x * 10 ** (gainDb / 20));
      // Thresholds lie 6 dB apart; between them the level is interpolated.
      assertAlmostEquals(activeDb(scaled), expected + gainDb, 0.3);
    }),
    { seed: 1, numRuns: 30 },
  );
});

Deno.test("activePower() is 0 for silence, and for no samples", () => {
  assertEquals(activePower(silence(1), RATE_HZ), 0);
  assertEquals(activePower(new Float32Array(), RATE_HZ), 0);
});

Deno.test("activePower() is finite and positive for a click and for what is hardly there", () => {
  const click = silence(1);
  click[8_000] = 1;
  for (const samples of [click, tone(1, 1e-4), tone(0.001, 1)]) {
    const power = activePower(samples, RATE_HZ);
    assert(Number.isFinite(power) && power >= 0, String(power));
  }
});
