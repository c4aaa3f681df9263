/**
 * Signals that the tests make themselves, the first three exactly as
 * `tests/golden/audio.py` does.
 *
 * @module
 */

/** From 50 Hz to just below half the rate. */
export function chirp(rateHz: number, count: number): Float32Array {
  const slope = (0.48 * rateHz - 50) / (count / rateHz);
  return quantised(count, (i) => {
    const t = i / rateHz;
    return 0.5 * Math.sin(2 * Math.PI * (50 * t + slope * t * t / 2));
  });
}

/** White noise within ±1/4, by a linear congruential generator (Numerical Recipes' constants). */
export function noise(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return ((state >>> 16) - 32_768) / 2 ** 17;
  });
}

/** Something like a voice: gliding harmonics, loud at three formants, four syllables a second. */
export function voice(rateHz: number, count: number): Float32Array {
  return quantised(count, (i) => {
    const t = i / rateHz;
    const turns = 120 * t + 15 * t * t;
    let wave = 0;
    for (let h = 1; h <= 25; h++) {
      const level = [500, 1500, 2500].reduce(
        (sum, formant) => sum + Math.exp(-(((120 * h - formant) / 150) ** 2)),
        0,
      );
      wave += (level + 0.05) / h * Math.sin(2 * Math.PI * h * turns);
    }
    return 0.2 * wave * (0.5 - 0.5 * Math.cos(2 * Math.PI * 4 * t));
  });
}

/** A sine of amplitude 1. */
export function sine(hz: number, rateHz: number, count: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, i) => Math.sin(2 * Math.PI * hz * i / rateHz),
  );
}

/** 0, 1, 2, … */
export function ramp(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => i);
}

/** To 16 bits, so that the last digit of a sine is no matter. */
function quantised(count: number, at: (i: number) => number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, i) => Math.floor(at(i) * 32_768 + 0.5) / 32_768,
  );
}
