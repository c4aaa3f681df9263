/**
 * Turns one crop of a clip into one item of a batch: another voice, another
 * line, another room.
 *
 * Everything is done on log band powers, where a gain is a sum; only noise
 * needs powers, and adds them through {@linkcode logSum}.
 *
 * @module
 */
import type { Knobs } from "./knobs.ts";
import { logSum } from "./log_sum.ts";
import { Random } from "./random.ts";
import {
  type FeatureVariant,
  SILENT_POWER,
  STEPS_PER_NAT,
} from "./training_clip.ts";

/** A crop: frames `[start, start + frames)` of a variant, silence outside it. */
export interface Crop {
  readonly variant: FeatureVariant;
  readonly start: number;
  readonly frames: number;
}

const NATS_PER_DB = Math.LN10 / 10;

/**
 * Writes a crop's log powers, augmented but not yet floored: Mel warp, random
 * equaliser, gain, noise, in this order.
 *
 * @param rows `[frames, mels]`, written whole.
 */
export function augment(
  rows: Float32Array,
  crop: Crop,
  knobs: Knobs,
  random: Random,
): void {
  const melCount = rows.length / crop.frames;
  const warp = random.chance(knobs.warpShare)
    ? random.uniform(...knobs.warp)
    : 1;
  const line = equaliser(melCount, knobs, random);
  const gain = random.uniform(...knobs.gainDb);
  const shift = line.map((db) => (db + gain) * NATS_PER_DB);
  writeShifted(rows, crop, warp, shift);
  if (random.chance(knobs.noiseShare)) addNoise(rows, melCount, knobs, random);
}

/** Decibels over the bands: a random tilt and a random slow ripple. */
function equaliser(
  melCount: number,
  knobs: Knobs,
  random: Random,
): Float32Array {
  const tilt = random.normal(0, knobs.tiltDb);
  const ripple = random.normal(0, knobs.rippleDb);
  const turns = random.uniform(...knobs.rippleTurns);
  const phase = random.uniform(0, 2 * Math.PI);
  return Float32Array.from({ length: melCount }, (_, g) => {
    const t = 2 * g / (melCount - 1) - 1;
    return tilt * t + ripple * Math.cos(Math.PI * t * turns + phase);
  });
}

/** Band `g` of a row is band `warp * g` of the clip's, between two by a line. */
function writeShifted(
  rows: Float32Array,
  { variant, start, frames }: Crop,
  warp: number,
  shift: Float32Array,
): void {
  const { levels } = variant;
  const melCount = shift.length;
  const lower = new Int32Array(melCount);
  const share = new Float64Array(melCount);
  for (let g = 0; g < melCount; g++) {
    const at = Math.min(warp * g, melCount - 1);
    lower[g] = Math.min(Math.floor(at), melCount - 2);
    share[g] = at - lower[g]!;
  }
  for (let t = 0; t < frames; t++) {
    const from = (start + t) * melCount;
    const to = t * melCount;
    if (start + t < 0 || start + t >= variant.frames) {
      for (let g = 0; g < melCount; g++) rows[to + g] = SILENCE + shift[g]!;
      continue;
    }
    for (let g = 0; g < melCount; g++) {
      const at = from + lower[g]!;
      const low = levels[at]!;
      const level = low + share[g]! * (levels[at + 1]! - low);
      rows[to + g] = level / STEPS_PER_NAT + shift[g]!;
    }
  }
}

const SILENCE = Math.log(SILENT_POWER);

/** Adds coloured noise, as far below the crop's loud frames as the draw says. */
function addNoise(
  rows: Float32Array,
  melCount: number,
  knobs: Knobs,
  random: Random,
): void {
  const snr = random.uniform(...knobs.noiseSnrDb) * NATS_PER_DB;
  const colour = random.uniform(...knobs.noiseColour);
  const level = Math.log(loudPower(rows, melCount)) - snr;
  const noise = spectrum(melCount, colour).map((p) => level + Math.log(p));
  const cells = noiseCells(knobs.noiseGammaShape);
  for (let at = 0; at < rows.length; at += melCount) {
    for (let g = 0; g < melCount; g++) {
      const cell = cells[random.bits() % CELL_COUNT]!;
      rows[at + g] = logSum(rows[at + g]!, noise[g]! + cell);
    }
  }
}

/** The 90th percentile of the frames' mean power. */
function loudPower(rows: Float32Array, melCount: number): number {
  const power = new Float32Array(rows.length / melCount);
  for (let t = 0; t < power.length; t++) {
    let sum = 0;
    for (let g = 0; g < melCount; g++) sum += Math.exp(rows[t * melCount + g]!);
    power[t] = sum / melCount;
  }
  return power.sort()[Math.floor(0.9 * (power.length - 1))]!;
}

/** Powers `[mels]` of mean 1, falling to 1/50 at the top to the power of `colour`. */
function spectrum(melCount: number, colour: number): Float32Array {
  const line = Float32Array.from(
    { length: melCount },
    (_, g) => (1 - 0.98 * g / (melCount - 1)) ** colour,
  );
  const mean = line.reduce((sum, power) => sum + power) / melCount;
  return line.map((power) => power / mean);
}

/** So many noise cells are drawn once and then drawn from; 64 KiB stay in the cache. */
const CELL_COUNT = 2 ** 14;

const drawnCells = new Map<number, Float32Array>();

/** Logarithms of gamma draws of mean 1; a logarithm a cell would cost more than all else. */
function noiseCells(shape: number): Float32Array {
  const known = drawnCells.get(shape);
  if (known) return known;
  const random = new Random(0, "noise cells", shape);
  const cells = Float32Array.from(
    { length: CELL_COUNT },
    () => Math.log(random.gamma(shape) / shape),
  );
  drawnCells.set(shape, cells);
  return cells;
}
