/**
 * Makes the batches of an epoch.
 *
 * @module
 */
import { FEATURES, type FeatureSpec } from "../audio/feature_spec.ts";
import { augment } from "./augment.ts";
import { cropStart } from "./crop.ts";
import { epochLength, epochOrder, type OrderKnobs } from "./epoch_order.ts";
import { KNOBS, type Knobs } from "./knobs.ts";
import { logSum } from "./log_sum.ts";
import { mixup } from "./mixup.ts";
import { Random } from "./random.ts";
import { type TrainingClip, variantOf } from "./training_clip.ts";

/** What one training step sees. */
export interface Batch {
  /** `[batch, frames, mels]`, ln(power + floor) as the server computes it, not normalised. */
  readonly rows: Float32Array;
  readonly frames: number;
  /** `[batch, classes]`; every item's sum is 1. */
  readonly labels: Float32Array;
}

/** Which epoch, and of what. */
export interface EpochOptions {
  readonly seed: number;
  /** Epochs before this one. */
  readonly epoch: number;
  readonly classCount: number;
  /** @default {KNOBS} */
  readonly knobs?: Knobs;
  /** @default {FEATURES} */
  readonly spec?: Pick<FeatureSpec, "melCount" | "powerFloor">;
}

/**
 * The batches of one epoch: its clips in random order, each as a random crop,
 * augmented; clips that fill no batch wait for another epoch. All items of a
 * batch have one length.
 *
 * A pure function of clips and options: a run that goes on after a crash
 * repeats the epoch to the bit.
 *
 * @throws {RangeError} If there are too few clips for one batch.
 */
export function* epochBatches(
  clips: readonly TrainingClip[],
  options: EpochOptions,
): Generator<Batch> {
  const { knobs = KNOBS, seed, epoch } = options;
  const random = new Random(seed, "epoch", epoch);
  const order = epochOrder(clips, knobs, random);
  if (order.length < knobs.batchSize) {
    throw new RangeError(
      `Cannot make a batch as it takes ${knobs.batchSize} clips: current value is ${order.length}`,
    );
  }
  for (let end = knobs.batchSize; end <= order.length; end += knobs.batchSize) {
    yield makeBatch(order.slice(end - knobs.batchSize, end), options, random);
  }
}

/** How many batches {@linkcode epochBatches} makes of some clips. */
export function batchCount(
  clips: readonly TrainingClip[],
  knobs: OrderKnobs & Pick<Knobs, "batchSize">,
): number {
  return Math.floor(epochLength(clips, knobs) / knobs.batchSize);
}

function makeBatch(
  clips: readonly TrainingClip[],
  { classCount, knobs = KNOBS, spec = FEATURES }: EpochOptions,
  random: Random,
): Batch {
  const frames = random.pick(knobs.cropFrames);
  const width = frames * spec.melCount;
  const rows = new Float32Array(clips.length * width);
  const labels = new Float32Array(clips.length * classCount);
  clips.forEach((clip, i) => {
    const item = rows.subarray(i * width, (i + 1) * width);
    writeItem(item, clip, frames, knobs, random);
    labels[i * classCount + clip.label] = 1;
  });
  applyFloor(rows, spec.powerFloor);
  const lists = [
    { values: rows, width },
    { values: labels, width: classCount },
  ];
  mixup(lists, knobs.mixup, random);
  return { rows, frames, labels };
}

function writeItem(
  rows: Float32Array,
  clip: TrainingClip,
  frames: number,
  knobs: Knobs,
  random: Random,
): void {
  const speed = random.pick(knobs.speeds);
  const variant = variantOf(clip, speed, random.chance(knobs.phoneShare));
  const { cropMarginFrames } = knobs;
  const start = cropStart(variant.region, frames, cropMarginFrames, random);
  augment(rows, { variant, start, frames }, knobs, random);
}

/** Adds the features' floor to log powers, in place. */
function applyFloor(rows: Float32Array, powerFloor: number): void {
  const floor = Math.log(powerFloor);
  for (let i = 0; i < rows.length; i++) rows[i] = logSum(rows[i]!, floor);
}
