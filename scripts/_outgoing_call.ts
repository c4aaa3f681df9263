/**
 * A recording as a client sends it.
 *
 * @module
 */
import { interleave } from "../src/audio/interleaved.ts";
import { encodeSamples } from "../src/audio/sample_encoder.ts";
import { bytesPerSample } from "../src/audio/sample_encoding.ts";
import type { Audio } from "../src/audio/wav.ts";
import {
  type AudioEncoding,
  MAX_MESSAGE_BYTES,
  type Open,
  type Role,
  VERSION,
} from "../src/protocol/native/messages.ts";
import { resampled } from "../src/training/whole_signal.ts";

/** How a recording is sent. */
export interface Manner {
  readonly encoding: AudioEncoding;
  /** Audio in one message; at least one sample is sent. */
  readonly chunkMs: number;
  /** Rate to resample to; without it the recording's own. */
  readonly rateHz?: number | undefined;
}

/** A piece of the call, and where it begins. */
export interface Chunk {
  readonly startMs: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is said: how it opens, then its chunks. */
export interface OutgoingCall {
  readonly open: Open;
  readonly chunks: Iterable<Chunk>;
}

/**
 * Prepares a recording for sending.
 *
 * @throws {RangeError} If the rate is impossible, or a message would be too large.
 */
export function createCall(
  recording: Audio,
  roles: readonly Role[],
  { encoding, chunkMs, rateHz = recording.sampleRateHz }: Manner,
): OutgoingCall {
  const { sampleRateHz, channels } = atRate(recording, rateHz);
  const chunkSamples = Math.max(1, Math.round(chunkMs * sampleRateHz / 1000));
  const bytesPerMoment = bytesPerSample(encoding) * channels.length;
  if (chunkSamples * bytesPerMoment > MAX_MESSAGE_BYTES) {
    throw new RangeError(
      `Cannot stream chunks of ${chunkMs} ms as a message may have ${MAX_MESSAGE_BYTES} bytes: current value is ${
        chunkSamples * bytesPerMoment
      }`,
    );
  }
  const bytes = encodeSamples(encoding, interleave(channels));
  return {
    open: {
      type: "open",
      version: VERSION,
      encoding,
      sampleRateHz,
      channels: roles.map((role) => ({ role })),
    },
    chunks: cut(bytes, chunkSamples * bytesPerMoment, {
      bytesPerMs: bytesPerMoment * sampleRateHz / 1000,
    }),
  };
}

function* cut(
  bytes: Uint8Array<ArrayBuffer>,
  chunkBytes: number,
  { bytesPerMs }: { readonly bytesPerMs: number },
): Generator<Chunk> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    yield {
      startMs: at / bytesPerMs,
      bytes: bytes.subarray(at, at + chunkBytes),
    };
  }
}

function atRate(recording: Audio, rateHz: number): Audio {
  if (rateHz === recording.sampleRateHz) return recording;
  const channels = recording.channels.map((samples) =>
    resampled(samples, recording.sampleRateHz, rateHz)
  );
  return { sampleRateHz: rateHz, channels };
}
