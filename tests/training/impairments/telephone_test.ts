import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
} from "@std/assert";
import { overTelephone } from "../../../src/training/impairments/telephone.ts";
import { makeSound } from "../_corpus.ts";

/** A second of a sine at 16 kHz, of amplitude 0.25. */
function tone(hz: number): Float32Array {
  return Float32Array.from(
    { length: 16_000 },
    (_, i) => 0.25 * Math.sin(2 * Math.PI * hz * i / 16_000),
  );
}

/** How much louder the middle of a signal is after the telephone than before. */
function gainDb(hz: number): number {
  const before = tone(hz);
  const after = overTelephone(before);
  const energy = (samples: Float32Array) =>
    samples.subarray(2_000, 14_000).reduce((sum, x) => sum + x * x, 0);
  return 10 * Math.log10(energy(after) / energy(before));
}

for (const hz of [450, 1_000, 1_850, 3_000]) {
  Deno.test(`overTelephone() lets ${hz} Hz through a telephone within 0.5 dB`, () => {
    assertAlmostEquals(gainDb(hz), 0, 0.5);
  });
}

for (const hz of [300, 3_400]) {
  // -6 dB by the filter; above 3.2 kHz the resamplers' slopes come on top.
  Deno.test(`overTelephone() has a telephone's edge at ${hz} Hz`, () => {
    const gain = gainDb(hz);
    assert(gain < -5 && gain > -13, String(gain));
  });
}

for (const hz of [50, 100, 4_000, 5_000, 7_000]) {
  Deno.test(`overTelephone() keeps ${hz} Hz out of a telephone, but for mu-law's noise`, () => {
    assertLess(gainDb(hz), -35);
  });
}

Deno.test("overTelephone() adds mu-law's noise: a tone comes out with 30 to 45 dB of it", () => {
  const clean = tone(1_013); // 1000 Hz would meet the same eight codes for ever
  const heard = overTelephone(clean);
  const gain = 10 ** (gainDb(1_013) / 20);
  let [signal, noise] = [0, 0];
  for (let i = 2_000; i < 14_000; i++) {
    signal += clean[i]! ** 2;
    noise += (heard[i]! - gain * clean[i]!) ** 2;
  }
  const snrDb = 10 * Math.log10(signal / noise);
  assert(snrDb > 30 && snrDb < 45, String(snrDb));
});

Deno.test("overTelephone() does not shift in time", () => {
  const click = new Float32Array(4_000);
  click[2_000] = 0.9;
  const heard = overTelephone(click);
  const loudest = heard.reduce(
    (best, x, i) => Math.abs(x) > Math.abs(heard[best]!) ? i : best,
    0,
  );
  assertEquals(loudest, 2_000);
});

for (const length of [0, 1, 2, 159, 16_001]) {
  Deno.test(`overTelephone() gives back as many samples: ${length}`, () => {
    const signal = makeSound(2, 2).subarray(0, length);
    assertEquals(overTelephone(signal).length, length);
  });
}

Deno.test("overTelephone() gives digital silence for silence", () => {
  const heard = overTelephone(new Float32Array(1_000));
  assert(heard.every((sample) => sample === 0));
});

Deno.test("overTelephone() lends what arrives, at 8 kHz, to be disturbed", () => {
  const silenced = overTelephone(makeSound(3), (line) => {
    assertEquals(line.length, 8_000);
    line.fill(0);
  });
  assert(silenced.every((sample) => sample === 0));
});
