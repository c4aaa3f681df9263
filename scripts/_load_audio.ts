/**
 * What all clients of a load say: encoded once, shared by all.
 *
 * @module
 */
import { bytesPerSample } from "../src/audio/sample_encoding.ts";
import type { Audio } from "../src/audio/wav.ts";
import type { Open, Role } from "../src/protocol/native/messages.ts";
import { createCall, type Manner } from "./_outgoing_call.ts";

/** A call that has no end: its chunks are said in a loop, from any of them on. */
export interface EndlessCall {
  readonly open: Open;
  /** Chunks of one size; shared, so nobody may change them. */
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  /** Audio in each of them. */
  readonly chunkMs: number;
}

/**
 * Encodes a recording for all clients. What is less than a chunk at its end is
 * left out, so that the place of every chunk is its number times `chunkMs`.
 *
 * @throws {RangeError} If the recording is empty, or cannot be sent like that.
 */
export function createEndlessCall(
  recording: Audio,
  roles: readonly Role[],
  manner: Manner,
): EndlessCall {
  const call = createCall(recording, roles, manner);
  const all = [...call.chunks].map(({ bytes }) => bytes);
  const [first] = all;
  if (first === undefined) {
    throw new RangeError(
      "Cannot speak without end as there must be audio: current value is 0 samples",
    );
  }
  const { encoding, channels, sampleRateHz } = call.open;
  const moments = first.length / bytesPerSample(encoding) / channels.length;
  return {
    open: call.open,
    chunks: all.filter((bytes) => bytes.length === first.length),
    chunkMs: moments * 1000 / sampleRateHz,
  };
}
