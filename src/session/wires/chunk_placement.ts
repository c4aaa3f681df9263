/**
 * Where the chunks of one channel lie in the call, and silence where one is missing.
 *
 * @module
 */
import type { NumberedChunk } from "./chunk_order.ts";
import type { Losses } from "../losses.ts";

/** The longest gap that is filled. A platform that says nothing for longer has a clock of its own. */
export const MAX_GAP_MS = 60_000;

/**
 * How far a platform's clock may be from the count of its samples before it is
 * believed: its timestamps are rounded, and some are taken when a packet is sent.
 */
const CLOCK_TOLERANCE_MS = 100;

/** The clock of one call: what its platform's timestamps are counted from. */
export interface CallClock {
  /** The timestamp of the call's first sample. */
  startMs: number | undefined;
}

/** What {@linkcode ChunkPlacement} needs. */
export interface PlacementOptions {
  readonly bytesPerMs: number;
  readonly sampleBytes: number;
  /** Shared by the channels of a call. */
  readonly clock: CallClock;
  readonly losses: Losses;
  /** Receives audio, owned by the receiver. */
  readonly emitAudio: (bytes: Uint8Array) => void;
  /** Receives silence, so many bytes of it. */
  readonly emitSilence: (byteCount: number) => void;
}

/**
 * Lays chunks one after the other, and silence between them where there is a gap.
 *
 *     number     1    2         4         timestamps agree:
 *     audio     [---][---][ 0 ][---]      the missing one's length of silence
 *
 * A gap is as long as the chunks that are missing, by their numbers; if the
 * timestamps say otherwise by more than a jitter, it is what they say: platforms
 * leave out whole stretches in which nothing is played, without skipping a number.
 * Where a channel begins, too, the timestamps say.
 *
 * Silence can also be put in ahead, by {@linkcode fillTo}, because another
 * channel must not wait. If the audio comes after all, it has lost as much of its
 * start, so that it does not push all that follows out of its place.
 */
export class ChunkPlacement {
  readonly #options: PlacementOptions;
  /** Bytes of audio and silence emitted. */
  #position = 0;
  /** Silence emitted ahead of the audio that may still come for it, in bytes. */
  #ahead = 0;
  #hasPlaced = false;
  /** How far the platform's clock is ahead of the position, by gaps that were not filled, or because it jumped. */
  #clockAheadMs = 0;

  constructor(options: PlacementOptions) {
    this.#options = options;
  }

  /** Bytes emitted since the call's start. */
  get position(): number {
    return this.#position;
  }

  /** Places a chunk before which `missing` others are lost. */
  place(chunk: NumberedChunk, missing: number): void {
    const shift = this.#shiftBytes(chunk, missing);
    if (shift > 0) {
      this.#ahead = 0;
      this.#fillGap(shift);
    }
    this.#emit(this.#trimmed(chunk.bytes, -shift));
    this.#hasPlaced = true;
  }

  /** Puts in silence up to a position. */
  fillTo(position: number): void {
    const bytes = position - this.#position;
    if (bytes <= 0) return;
    this.#ahead += bytes;
    this.#silence(bytes);
  }

  /** Where the chunk belongs, in bytes from the position; negative if that is filled already. */
  #shiftBytes(chunk: NumberedChunk, missing: number): number {
    const { bytesPerMs, sampleBytes } = this.#options;
    const byNumber = missing * chunk.bytes.length - this.#ahead;
    const byClock = this.#byClock(chunk, missing);
    if (byClock === undefined) return missing * chunk.bytes.length;
    if (!this.#hasPlaced) return whole(byClock, sampleBytes);
    const toleratedBytes = CLOCK_TOLERANCE_MS * bytesPerMs;
    if (Math.abs(byClock - byNumber) <= toleratedBytes) return byNumber;
    if (byClock < -this.#ahead - toleratedBytes) { // before audio that was placed: the clock is wrong
      this.#clockAheadMs += (byClock - byNumber) / bytesPerMs;
      return byNumber;
    }
    return whole(byClock, sampleBytes);
  }

  #byClock(
    { timestampMs, bytes }: NumberedChunk,
    missing: number,
  ): number | undefined {
    if (timestampMs === undefined) return undefined;
    const { clock, bytesPerMs } = this.#options;
    clock.startMs ??= timestampMs - missing * bytes.length / bytesPerMs;
    const callMs = timestampMs - clock.startMs - this.#clockAheadMs;
    return callMs * bytesPerMs - this.#position;
  }

  #fillGap(bytes: number): void {
    const { bytesPerMs, losses } = this.#options;
    const most = MAX_GAP_MS * bytesPerMs;
    if (bytes > most) {
      const unfilledMs = (bytes - most) / bytesPerMs;
      this.#clockAheadMs += unfilledMs;
      losses.unfilledMs += Math.round(unfilledMs);
    }
    this.#silence(Math.min(bytes, most));
  }

  /** What is left of a chunk whose first bytes have been filled with silence. */
  #trimmed(bytes: Uint8Array, filledBytes: number): Uint8Array {
    const trim = Math.max(0, Math.min(filledBytes, this.#ahead, bytes.length));
    this.#ahead = trim === bytes.length ? this.#ahead - trim : 0;
    if (trim > 0) this.#options.losses.lateChunks++;
    return bytes.subarray(trim);
  }

  #emit(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#position += bytes.length;
    this.#options.emitAudio(bytes);
  }

  #silence(bytes: number): void {
    const { bytesPerMs, losses, emitSilence } = this.#options;
    this.#position += bytes;
    losses.silenceMs += bytes / bytesPerMs;
    emitSilence(bytes);
  }
}

/** So many bytes, to the nearest whole sample. */
function whole(bytes: number, sampleBytes: number): number {
  return Math.round(bytes / sampleBytes) * sampleBytes;
}
