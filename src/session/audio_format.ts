/**
 * What `open` says of the audio, and what follows from it.
 *
 * @module
 */
import { createChannelSplitter } from "../audio/interleaved.ts";
import { Recent } from "../audio/recent.ts";
import { createSampleDecoder } from "../audio/sample_decoder.ts";
import { bytesPerSample } from "../audio/sample_encoding.ts";
import type { Open } from "../protocol/native/messages.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";

/** What `open` says of the audio. */
export type AudioFormat = Pick<Open, "encoding" | "sampleRateHz" | "channels">;

/** Bytes of one sample of every channel: audio is cut between these only. */
export function bytesPerTick({ encoding, channels }: AudioFormat): number {
  return bytesPerSample(encoding) * channels.length;
}

/** Samples of each channel in so many bytes. */
export function tickCount(bytes: number, format: AudioFormat): number {
  return bytes / bytesPerTick(format);
}

/** Length in time of so many samples of one channel, to the microsecond. */
export function samplesMs(samples: number, sampleRateHz: number): number {
  return Math.round(samples * 1e6 / sampleRateHz) / 1000;
}

/** Length in time of so many bytes, to the microsecond. */
export function durationMs(bytes: number, format: AudioFormat): number {
  return samplesMs(tickCount(bytes, format), format.sampleRateHz);
}

/**
 * Checks that audio is cut between samples: what is lost with a message can
 * then never turn the rest of a call into noise.
 *
 * @throws {ProtocolError} `bad_audio` if it ends within one.
 */
export function assertWhole(bytes: Uint8Array, format: AudioFormat): void {
  const tickBytes = bytesPerTick(format);
  if (bytes.length % tickBytes === 0) return;
  throw new ProtocolError(
    "bad_audio",
    `Cannot take audio as a message must hold whole samples of all channels, ${tickBytes} bytes each: current value is ${bytes.length} bytes`,
  );
}

/** Turns bytes into the samples of each channel, lent until the next call. */
export type AudioReader = (bytes: Uint8Array) => readonly Float32Array[];

/**
 * Creates a reader with buffers of its own.
 *
 * @throws {ProtocolError} When it reads, `bad_audio` if a sample is no amplitude.
 */
export function createAudioReader(format: AudioFormat): AudioReader {
  const decode = createSampleDecoder(format.encoding);
  const split = createChannelSplitter(format.channels.length);
  return (bytes) => split(decoded(decode, bytes));
}

/** More than there are encodings and numbers of channels. */
const shared = new Recent<AudioReader>(16);

/**
 * The reader for a format; all calls of one encoding and as many channels share
 * one, as it keeps nothing from call to call and its buffers hold a stride of
 * audio. What it reads is lent until anybody's next call.
 *
 * @throws {ProtocolError} As {@linkcode createAudioReader}.
 */
export function audioReaderFor(format: AudioFormat): AudioReader {
  return shared.get(
    `${format.encoding} ${format.channels.length}`,
    () => createAudioReader(format),
  );
}

function decoded(
  decode: (bytes: Uint8Array) => Float32Array,
  bytes: Uint8Array,
): Float32Array {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ProtocolError("bad_audio", error.message, { cause: error });
  }
}
