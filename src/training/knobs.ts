/**
 * Every number by which a batch is made from the clips, with its reason; a
 * model's card keeps those it was trained with.
 *
 * "Tried" refers to the exploration this recipe comes from: RAVDESS speech, four
 * actor folds, where two seeds of one recipe lie about 3 points of UAR apart.
 *
 * @module
 */

/** How clips become batches. Pairs are `[least, most]`, drawn uniformly. */
export interface BatchKnobs {
  readonly batchSize: number;
  readonly cropFrames: readonly number[];
  readonly cropMarginFrames: number;
  readonly speeds: readonly number[];
  readonly phoneShare: number;
  readonly warpShare: number;
  readonly warp: readonly [number, number];
  readonly tiltDb: number;
  readonly rippleDb: number;
  readonly rippleTurns: readonly [number, number];
  readonly gainDb: readonly [number, number];
  readonly noiseShare: number;
  readonly noiseSnrDb: readonly [number, number];
  readonly noiseColour: readonly [number, number];
  readonly noiseGammaShape: number;
  readonly mixup: number;
}

/** The knobs of the recipe. */
export const KNOBS: BatchKnobs = Object.freeze<BatchKnobs>({
  // batches
  batchSize: 16, // 32 at the same number of epochs left the network underfitted
  cropFrames: [100, 150, 200, 250, 300], // 1 to 3 s: what a window holds while a stream is young
  cropMarginFrames: 30, // 0.3 s of speech may be lost at either side, as at a window's edges

  // the speaker, by resampling: pitch and formants move with the tempo
  speeds: [1, 1.05, 1 / 1.05, 1.1, 1 / 1.1], // a tenth each way; every speed is a copy in the cache
  warpShare: 0.8,
  warp: [0.9, 1.1], // stretches the Mel axis, as a shorter or longer vocal tract does

  // the line
  phoneShare: 0.2, // more costs clean speech what it gains by phone
  tiltDb: 2, // deviation at the ends of a straight line over the bands: microphones
  rippleDb: 1.2, // deviation of a slow cosine over the bands: rooms
  rippleTurns: [0.5, 2], // of that cosine, half turns to either side of the middle band
  gainDb: [-12, 12], // 6 was tried: 3 points lost at another level; 12 costs clean speech nothing

  // the room
  noiseShare: 0.3,
  noiseSnrDb: [10, 30], // against the 90th percentile of the frames' power
  noiseColour: [0, 3], // exponent of a falling line over the bands: 0 is white, 3 brown
  noiseGammaShape: 2.5, // spread of one cell's noise: a Mel band averages a few FFT bins

  // the label
  mixup: 0.2, // both parameters of the beta; NLL 1.27 to 1.16 when tried, UAR unchanged
});
