/**
 * How loud the speech in a signal is, its pauses left out.
 *
 * Source: ITU-T P.56 (12/2011), method B.
 *
 * @module
 */

/** Time constant of the envelope. */
const ENVELOPE_MS = 30;

/** Speech goes on for so long after its envelope has sunk. */
const HANGOVER_MS = 200;

/** Active is what lies above the active level less this. */
const MARGIN_DB = 15.9;

/** Thresholds 1/2, 1/4, ... of full scale, as many as 16 bits have. */
const THRESHOLD_COUNT = 15;

/**
 * The mean power of a signal while it is active, as a share of full scale.
 *
 * What is active depends on the level, and the level on what is active: of the
 * thresholds, the one is taken that lies 15.9 dB under the level it leads to.
 *
 * @returns 0 for silence.
 */
export function activePower(samples: Float32Array, rateHz: number): number {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
  const counts = activeCounts(samples, rateHz);
  let [power, excessDb] = [0, 0];
  for (let j = counts.length - 1; j >= 0 && counts[j]! > 0; j--) {
    const next = energy / counts[j]!;
    const nextExcessDb = toDb(next) - 2 * toDb(threshold(j)) - MARGIN_DB;
    if (nextExcessDb <= 0) {
      if (excessDb <= 0) return next; // quieter than the lowest threshold tells
      const share = excessDb / (excessDb - nextExcessDb);
      return power * (next / power) ** share;
    }
    [power, excessDb] = [next, nextExcessDb];
  }
  return power;
}

/** Samples above each threshold, hangover included, `[thresholds]`, loudest first. */
function activeCounts(samples: Float32Array, rateHz: number): Uint32Array {
  const counts = new Uint32Array(THRESHOLD_COUNT);
  const hangoverSamples = Math.round(rateHz * HANGOVER_MS / 1000);
  const left = new Uint32Array(THRESHOLD_COUNT);
  const keep = Math.exp(-1000 / (rateHz * ENVELOPE_MS));
  let [once, twice] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    once = keep * once + (1 - keep) * Math.abs(samples[i]!);
    twice = keep * twice + (1 - keep) * once;
    for (let j = 0; j < THRESHOLD_COUNT; j++) {
      if (twice >= threshold(j)) left[j] = hangoverSamples + 1;
      if (left[j]! === 0) continue;
      left[j]!--;
      counts[j]!++;
    }
  }
  return counts;
}

function threshold(j: number): number {
  return 1 / (2 << j);
}

function toDb(power: number): number {
  return 10 * Math.log10(power);
}
