/**
 * When in a clip the speech lies: the truth that streaming is measured against.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import { Framer } from "../audio/framer.ts";
import { LogMel } from "../audio/log_mel.ts";
import { sampleSpan } from "../stream/window_clock.ts";
import { speechRegion } from "./speech_region.ts";

/** A stretch of time, from the start of a clip. */
export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * From the first speech of a clip to the last, by the rule that crops are taken
 * by; the whole clip if none stands out.
 *
 * @param samples At 16 kHz, as recorded: noise would be taken for speech.
 */
export function speechSpan(samples: Float32Array): TimeSpan {
  const power = framePowers(samples);
  const { start, end } = speechRegion(power);
  const span = sampleSpan({ first: start, end }, FEATURES);
  const toMs = (sample: number) => 1000 * sample / FEATURES.sampleRateHz;
  return { startMs: toMs(span.first), endMs: toMs(span.end) };
}

/** Mean band power of each frame, `[frames]`. */
function framePowers(samples: Float32Array): Float32Array {
  const logMel = new LogMel(FEATURES);
  const { melCount } = FEATURES;
  const powers: number[] = [];
  new Framer(FEATURES).push(samples, logMel.samples, (count) => {
    const rows = logMel.powerRows(count);
    for (let at = 0; at < rows.length; at += melCount) {
      const bands = rows.subarray(at, at + melCount);
      powers.push(bands.reduce((sum, band) => sum + band, 0) / melCount);
    }
  });
  return Float32Array.from(powers);
}
