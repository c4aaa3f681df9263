/**
 * Streaming stages run over a whole signal at once, as training has it.
 *
 * @module
 */
import { Resampler } from "../audio/resampler.ts";

/**
 * A signal at another rate, by the resampler that serves.
 *
 * @returns `ceil(samples * toHz / fromHz)` samples, owned.
 */
export function resampled(
  samples: Float32Array,
  fromHz: number,
  toHz: number,
): Float32Array {
  const out = new Float32Array(Math.ceil(samples.length * toHz / fromHz));
  let count = 0;
  const append = (part: Float32Array) => {
    out.set(part, count);
    count += part.length;
  };
  const resampler = new Resampler(fromHz, toHz);
  resampler.push(samples, append);
  resampler.finish(append);
  return out;
}

/** The mean of channels of one length. */
export function mixedDown(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (others.length === 0) return first!;
  return first!.map((sample, i) =>
    others.reduce((sum, channel) => sum + channel[i]!, sample) / channels.length
  );
}
