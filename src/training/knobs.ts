/**
 * Every number of the recipe, with its reason; each is a flag of `train` and
 * `cross-validate`, and a model's card keeps those it was trained with.
 *
 * "Tried" refers to RAVDESS speech and four actor folds, where two seeds of one
 * recipe lie about 3 points of UAR apart.
 *
 * @module
 */
import { choices, number, range, share, whole } from "./knob.ts";

/** The block. */
export const RECIPE_KNOBS = {
  // the run
  epochs: whole(
    60,
    [1, 10_000],
    "go as far as 120 of AdamW alone; 60 of those cost 3 points of UAR (two folds)",
  ),
  seed: whole(0, [0, 2 ** 31], "the same seed gives the same weights"),

  // the optimisers: Muon for the matrices of hidden layers, AdamW for all else
  matrixRate: number(
    0.01,
    [0, 1],
    "of Muon, at the top of the schedule: half the steps that AdamW takes to the same loss; 0 leaves all to AdamW",
  ),
  matrixMomentum: share(0.95, "Muon's own"),
  learningRate: number(2e-3, [1e-7, 1], "of AdamW, at the top of the schedule"),
  warmupEpochs: number(2, [0, 100], "linear, from nothing"),
  finalRateShare: share(0.01, "where the cosine ends"),
  beta1: share(0.9, "Adam's own"),
  beta2: share(0.99, "forgets in 100 steps: an epoch has about as many"),
  epsilon: number(1e-8, [1e-12, 1], "Adam's own"),
  weightDecay: number(
    0.02,
    [0, 10],
    "times the rate, on the matrices that AdamW moves",
  ),
  clipNorm: number(
    2,
    [1e-3, 1e6],
    "of all gradients together, for AdamW: Muon minds no size",
  ),
  dropout: number(
    0.3,
    [0, 0.95],
    "before the last layer, the only one: in the encoder it underfits",
  ),
  statisticsMomentum: share(0.95, "of the running mean and variance"),
  averageDecay: share(
    0.99,
    "of the averaged weights, the ones that ship: the last 100 steps",
  ),

  // batches
  batchSize: whole(
    16,
    [1, 1024],
    "32 at the same number of epochs left the network underfitted",
  ),
  cropFrames: choices(
    [100, 150, 200, 250, 300],
    [25, 300],
    "1 to 3 s: what a window holds while a stream is young",
  ),
  cropMarginFrames: whole(
    30,
    [0, 300],
    "0.3 s of speech may be lost at either side, as at a window's edges",
  ),

  // which clips an epoch takes
  balance: share(
    1,
    "1 takes every label equally often, 0 as often as it occurs: UAR weighs labels alike",
  ),
  mostTakes: number(
    4,
    [1, 100],
    "of one clip in an epoch: a rarer label's few clips would be learned by heart",
  ),
  songShare: share(
    0.5,
    "of the songs of a corpus that has both: speech is what is to be told apart",
  ),

  // the speaker, by resampling: pitch and formants move with the tempo
  speeds: choices(
    [1, 1.05, 1 / 1.05, 1.1, 1 / 1.1],
    [0.5, 2],
    "a tenth each way; every speed is a copy in the cache",
    [1],
  ),
  warpShare: share(0.8, "of the crops whose Mel axis is warped"),
  warp: range(
    [0.9, 1.1],
    [0.5, 2],
    "stretches the Mel axis, as a shorter or longer vocal tract does",
  ),

  // the line
  phoneShare: share(0.25, "more costs clean speech what it gains by telephone"),
  tiltDb: number(
    2,
    [0, 40],
    "deviation at the ends of a straight line over the bands: microphones",
  ),
  rippleDb: number(
    1.2,
    [0, 40],
    "deviation of a slow cosine over the bands: rooms",
  ),
  rippleTurns: range(
    [0.5, 2],
    [0, 20],
    "of that cosine, half turns to either side of the middle band",
  ),
  gainDb: range(
    [-16, 16],
    [-60, 60],
    "6 lost 3 points at another level, 12 lost 2 at 10 dB more",
  ),

  // the room
  noiseShare: share(0.4, "of the crops that get noise"),
  noiseSnrDb: range(
    [10, 40],
    [-20, 100],
    "below the 90th percentile of the frames' power; from a loud room to a quiet one above the floor",
  ),
  noiseColour: range(
    [0, 3],
    [0, 10],
    "exponent of a falling line over the bands: 0 is white, 3 brown",
  ),
  noiseGammaShape: number(
    2.5,
    [0.1, 100],
    "spread of one cell's noise: a Mel band averages a few FFT bins",
  ),

  // the label
  mixup: number(
    0.2,
    [0, 10],
    "both parameters of the beta; NLL 1.27 to 1.16 when tried, UAR unchanged",
  ),
};

/** What each knob is set to. */
export type Knobs = {
  readonly [Name in keyof typeof RECIPE_KNOBS]:
    (typeof RECIPE_KNOBS)[Name]["value"];
};

/** Names of the knobs, in the order of the block. */
export const KNOB_NAMES = Object.keys(RECIPE_KNOBS) as (keyof Knobs)[];

/** The recipe. */
export const KNOBS: Knobs = Object.freeze(
  Object.fromEntries(
    KNOB_NAMES.map((name) => [name, RECIPE_KNOBS[name].value]),
  ) as Knobs,
);
