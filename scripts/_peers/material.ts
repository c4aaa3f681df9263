/**
 * What all peers work on: windows of one recording, a stride apart.
 *
 *     samples   |--------- window 0 ---------|
 *                    |--------- window 1 ---------|     a stride later
 *
 * @module
 */
import type { FeatureSpec } from "../../src/audio/feature_spec.ts";
import type { Audio } from "../../src/audio/wav.ts";
import { geometryOf, type ModelCard } from "../../src/model/card.ts";
import { STRIDE_MS } from "../../src/session/window_plan.ts";
import { FrontEnd } from "../../src/stream/front_end.ts";
import { resampled } from "../../src/training/whole_signal.ts";
import { vowels } from "../_vowels.ts";

/** The most windows: the first is never timed, the others are a turn of each peer. */
const MOST_WINDOWS = 26;

/** Sizes of the windows. */
export interface WindowSizes {
  readonly windowCount: number;
  readonly windowSamples: number;
  readonly strideSamples: number;
  readonly windowRows: number;
  readonly strideRows: number;
}

/** A recording and its windows. */
export interface Material extends WindowSizes {
  /** From the first window's start to the last one's end, at the features' rate. */
  readonly samples: Float32Array;
  /** Log-Mel of each window, `[windowCount, windowRows, melCount]`. */
  readonly rows: Float32Array;
}

/**
 * Cuts the windows of a recording's first channel, or of a voice made here.
 *
 * @throws {RangeError} If the recording does not hold a stride beyond a window.
 */
export function createMaterial(card: ModelCard, recording?: Audio): Material {
  const { features } = card;
  const whole = recording
    ? resampled(
      recording.channels[0]!,
      recording.sampleRateHz,
      features.sampleRateHz,
    )
    : vowels(15, features.sampleRateHz);
  const sizes = sizesOf(card, whole.length);
  const { windowCount, strideSamples, windowSamples } = sizes;
  const end = (windowCount - 1) * strideSamples + windowSamples;
  const samples = whole.subarray(0, end);
  return { ...sizes, samples, rows: windowsOf(samples, features, sizes) };
}

function sizesOf(card: ModelCard, sampleCount: number): WindowSizes {
  const { hopSamples, frameSamples, sampleRateHz } = card.features;
  const { blockRows, strideRows, windowEmbeddings } = geometryOf(card);
  const strideSamples = STRIDE_MS * sampleRateHz / 1000;
  const windowRows = blockRows + (windowEmbeddings - 1) * strideRows;
  const windowSamples = (windowRows - 1) * hopSamples + frameSamples;
  const strides = Math.floor((sampleCount - windowSamples) / strideSamples);
  if (strides < 1) {
    throw new RangeError(
      `Cannot measure as the recording must hold a window and a stride, ${
        windowSamples + strideSamples
      } samples at ${sampleRateHz} Hz: current value is ${sampleCount}`,
    );
  }
  return {
    windowCount: Math.min(strides + 1, MOST_WINDOWS),
    windowSamples,
    strideSamples,
    windowRows,
    strideRows: strideSamples / hopSamples,
  };
}

function windowsOf(
  samples: Float32Array,
  features: FeatureSpec,
  { windowCount, windowRows, strideRows }: WindowSizes,
): Float32Array {
  const { melCount } = features;
  const rowCount = (windowCount - 1) * strideRows + windowRows;
  const rows = new Float32Array(rowCount * melCount);
  new FrontEnd(features.sampleRateHz, features).push(
    samples,
    (run, first) => rows.set(run, first * melCount),
  );
  const windowSize = windowRows * melCount;
  const windows = new Float32Array(windowCount * windowSize);
  for (let i = 0; i < windowCount; i++) {
    const first = i * strideRows * melCount;
    windows.set(rows.subarray(first, first + windowSize), i * windowSize);
  }
  return windows;
}
