/**
 * Audio that may have to be sent again: a ring of bytes that keep their place.
 *
 *     place 0          kept from             sent            end
 *       |--- forgotten ---|------- kept --------|--- unsent ---|
 *
 * @module
 */
import { StreamError } from "./stream_error.ts";

/** The first ring: two seconds of 16 kHz PCM. A power of two, so that no sample is cut where it wraps. */
const FIRST_BYTES = 65_536;

/**
 * The most that is kept: a minute of the widest audio there is (48 kHz, two
 * channels, 32-bit floats: 384,000 bytes a second), and the windows before it.
 */
export const MAX_KEPT_BYTES = 32 * 1_048_576;

/** Bytes from the stream's first on; those before {@linkcode AudioRing.start} are forgotten. */
export class AudioRing {
  readonly #maxBytes: number;
  #bytes = new Uint8Array(FIRST_BYTES);
  #start = 0;
  #end = 0;

  /** @param maxBytes A power of two, of 65,536 or more. */
  constructor(maxBytes = MAX_KEPT_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Place of the first byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Place behind the last byte. */
  get end(): number {
    return this.#end;
  }

  /**
   * Keeps a copy of more audio.
   *
   * @throws {StreamError} `too_much_unsent` if it would be more than may be kept.
   */
  append(bytes: Uint8Array): void {
    this.#fit(this.#end + bytes.length - this.#start);
    const size = this.#bytes.length;
    const at = this.#end % size;
    const head = Math.min(bytes.length, size - at);
    this.#bytes.set(bytes.subarray(0, head), at);
    this.#bytes.set(bytes.subarray(head), 0);
    this.#end += bytes.length;
  }

  /**
   * What is kept from a place on, as far as it lies in one piece.
   *
   * @param place At least {@linkcode start}.
   * @returns A view, good until the next {@linkcode append}; empty at the end.
   */
  piece(place: number, maxBytes: number): Uint8Array<ArrayBuffer> {
    const at = place % this.#bytes.length;
    const length = Math.min(
      maxBytes,
      this.#end - place,
      this.#bytes.length - at,
    );
    return this.#bytes.subarray(at, at + length);
  }

  /** Forgets what lies before a place. */
  forgetBefore(place: number): void {
    this.#start = Math.min(Math.max(this.#start, place), this.#end);
  }

  #fit(bytes: number): void {
    if (bytes > this.#maxBytes) {
      throw new StreamError(
        "too_much_unsent",
        `Cannot keep more audio as at most ${this.#maxBytes} bytes may wait: current value is ${bytes}; await send() before the next`,
      );
    }
    let size = this.#bytes.length;
    if (bytes <= size) return;
    while (size < bytes) size *= 2;
    const larger = new Uint8Array(size);
    for (let place = this.#start; place < this.#end;) {
      const at = place % size;
      const piece = this.piece(place, size - at);
      larger.set(piece, at);
      place += piece.length;
    }
    this.#bytes = larger;
  }
}
