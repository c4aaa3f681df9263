import type { AudioEncoding } from "../../protocol/native/messages.ts";
import { bytesPerSample, silentByte } from "../../audio/sample_encoding.ts";

/** Gives so many bytes of silence, in pieces that are lent and must not be changed. */
export type Silence = (byteCount: number) => Iterable<Uint8Array>;

/**
 * Creates silence. However much is asked for, it is one second of memory: the
 * number asked for may come from a stranger.
 */
export function createSilence(
  encoding: AudioEncoding,
  sampleRateHz: number,
): Silence {
  const second = new Uint8Array(sampleRateHz * bytesPerSample(encoding))
    .fill(silentByte(encoding));
  return function* (byteCount) {
    for (let left = byteCount; left > 0; left -= second.length) {
      yield second.subarray(0, Math.min(left, second.length));
    }
  };
}
