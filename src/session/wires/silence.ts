import type { AudioEncoding } from "../../protocol/native/messages.ts";
import { bytesPerSample } from "../../audio/sample_encoding.ts";

/**
 * The byte that a silent sample is made of.
 *
 * Source: ITU-T G.711, the codes of the smallest positive value: mu-law inverts
 * all bits of it, A-law every other one.
 */
const SILENT_BYTE: Readonly<Record<AudioEncoding, number>> = {
  "pcm_s16le": 0,
  "pcm_f32le": 0,
  mulaw: 0xff,
  alaw: 0xd5,
};

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
    .fill(SILENT_BYTE[encoding]);
  return function* (byteCount) {
    for (let left = byteCount; left > 0; left -= second.length) {
      yield second.subarray(0, Math.min(left, second.length));
    }
  };
}
