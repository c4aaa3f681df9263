import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { SpectralMovement } from "../../src/stream/spectral_movement.ts";
import { coloured, louder, rowsOf, tones } from "./_sounds.ts";

fc.configureGlobal({ seed: 2_026 });

const { melCount, powerFloor } = FEATURES;
const LOG_FLOOR = Math.log(powerFloor);

const movement = new SpectralMovement(melCount, LOG_FLOOR);

/** Movement between two spectra given by band, in nats above the floor. */
function between(
  before: (band: number) => number,
  after: (band: number) => number,
): number {
  const spectra = Float32Array.from(
    { length: 2 * melCount },
    (_, i) => LOG_FLOOR + (i < melCount ? before : after)(i % melCount),
  );
  return movement.between(spectra, 0, 1);
}

/** Movements of a sound from each 80 ms to the next. */
function movementsOf(sound: Float32Array): number[] {
  const rows = rowsOf(sound);
  const count = Math.floor(rows.length / melCount / 8);
  const halves = Float32Array.from({ length: count * melCount }, (_, at) => {
    const first = Math.floor(at / melCount) * 8 * melCount + at % melCount;
    let sum = 0;
    for (let k = 0; k < 8; k++) sum += rows[first + k * melCount]!;
    return sum / 8;
  });
  return Array.from(
    { length: count - 1 },
    (_, i) => movement.between(halves, i, i + 1),
  );
}

for (const pole of [-0.9, 0, 0.9]) {
  for (const db of [-45, -25, -5]) {
    Deno.test(`SpectralMovement is about 1 in noise with a pole at ${pole} at ${db} dBFS`, () => {
      const movements = movementsOf(louder(coloured(20, pole, 3), db));
      const mean = movements.reduce((a, b) => a + b) / movements.length;
      assert(mean > 0.5 && mean < 1.1, `mean ${mean}`);
      assert(Math.max(...movements) < 1.5, `${Math.max(...movements)}`);
    });
  }
}

Deno.test("SpectralMovement is next to nothing in a tone", () => {
  const most = Math.max(...movementsOf(louder(tones(3, 350, 440), -10)));
  assert(most < 0.5, `${most}`);
});

Deno.test("SpectralMovement takes no notice of a change of level that all bands share", () => {
  const shape = (band: number) => 5 + 2 * Math.sin(band / 5);
  const change = fc.double({ min: -2, max: 6, noNaN: true });
  fc.assert(fc.property(change, (nats) => {
    const moved = between(shape, (band) => shape(band) + nats);
    assert(moved < 0.35, `${moved}`);
  }));
});

Deno.test("SpectralMovement sees a formant that moves", () => {
  const formant = (centre: number) => (band: number) =>
    2 + 4 * Math.exp(-(((band - centre) / 5) ** 2));
  assert(between(formant(20), formant(32)) > 2);
});

Deno.test("SpectralMovement is the same forth and back", () => {
  const level = fc.array(fc.double({ min: 0, max: 12, noNaN: true }), {
    minLength: melCount,
    maxLength: melCount,
  });
  fc.assert(fc.property(level, level, (a, b) => {
    const [from, to] = [a, b].map((levels) => (band: number) => levels[band]!);
    assertAlmostEquals(between(from!, to!), between(to!, from!), 1e-6);
  }));
});

Deno.test("SpectralMovement is a number, never below 0, for all that rows can hold", () => {
  const level = fc.double({ min: 0, max: 20, noNaN: true });
  fc.assert(fc.property(level, level, level, (a, b, c) => {
    const moved = between((band) => band % 2 ? a : b, () => c);
    assert(Number.isFinite(moved) && moved >= 0);
  }));
});

Deno.test("SpectralMovement is 0 at the floor", () => {
  assertEquals(between(() => 0, () => 0), 0);
});

Deno.test("SpectralMovement is less the fewer bands move, so that a rumble cannot pass for speech", () => {
  const jitter = (bandCount: number) =>
    between(
      (band) => band < bandCount ? 4 : 0,
      (band) => band < bandCount ? 4 + (band % 2 ? 1 : -1) : 0,
    );
  assert(jitter(4) < jitter(16) && jitter(16) < jitter(64));
});
