/**
 * Interleaved samples (left, right, left, right, …) and channels of their own.
 *
 * @module
 */

/**
 * Parts interleaved samples.
 *
 * @returns One array a channel, lent until the next call.
 * @throws {RangeError} If not every channel gets as many samples.
 */
export type ChannelSplitter = (
  interleaved: Float32Array,
) => readonly Float32Array[];

/** Creates a splitter with buffers of its own; one channel is passed through. */
export function createChannelSplitter(channelCount: number): ChannelSplitter {
  if (channelCount === 1) return (samples) => [samples];
  let buffer = new Float32Array(0);

  return (interleaved) => {
    const count = interleaved.length / channelCount;
    if (!Number.isInteger(count)) {
      throw new RangeError(
        `Cannot part channels as each of ${channelCount} must get as many samples: current value is ${interleaved.length} samples`,
      );
    }
    if (buffer.length < interleaved.length) {
      buffer = new Float32Array(interleaved.length);
    }
    return Array.from({ length: channelCount }, (_, channel) => {
      const samples = buffer.subarray(channel * count, (channel + 1) * count);
      for (let i = 0; i < count; i++) {
        samples[i] = interleaved[i * channelCount + channel]!;
      }
      return samples;
    });
  };
}

/**
 * Weaves channels of one length into interleaved samples.
 *
 * @throws {RangeError} If the channels differ in length.
 */
export function interleave(channels: readonly Float32Array[]): Float32Array {
  const count = channels[0]?.length ?? 0;
  const interleaved = new Float32Array(count * channels.length);
  channels.forEach((samples, channel) => {
    if (samples.length !== count) {
      throw new RangeError(
        `Cannot interleave as channels must be of one length: current values are ${count} and ${samples.length} samples`,
      );
    }
    for (let i = 0; i < count; i++) {
      interleaved[i * channels.length + channel] = samples[i]!;
    }
  });
  return interleaved;
}
