/**
 * What a client has sent and the session has not heard yet.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { ByteBudget } from "./byte_budget.ts";
import { ITEM_BYTES, MAX_QUEUED_BYTES } from "./limits.ts";

/** A stretch of audio, whole samples of all channels. */
export interface QueuedAudio {
  readonly kind: "audio";
  readonly bytes: Uint8Array;
  /** When its last sample came, on the session's clock. */
  readonly arrivedMs: number;
}

/** A place in the stream: something to do once all audio before it is heard. */
export interface QueuedMarker {
  readonly kind: "marker";
  readonly reached: () => void | Promise<void>;
}

/** Messages up to this size join the one before them, if that one waits. */
const JOINED_BYTES = 16_384;
/** ... and if it came within this time: a joined stretch has one arrival. */
const JOINED_MS = 50;

interface Block {
  readonly kind: "audio";
  /** `[0, end)` is audio, `[start, end)` of it still waits. */
  bytes: Uint8Array;
  start: number;
  end: number;
  arrivedMs: number;
}

/**
 * Audio and markers in the order they came.
 *
 * Small messages that come in a burst are joined, so a client that sends sample
 * by sample costs no more memory than its audio.
 */
export class AudioQueue {
  readonly #budget: ByteBudget;
  readonly #items: (Block | QueuedMarker)[] = [];
  #heldBytes = 0;

  /** @param budget What this queue and those of other sessions share. */
  constructor(budget: ByteBudget) {
    this.#budget = budget;
  }

  /**
   * Adds audio; the bytes are kept, so they must not change.
   *
   * @throws {ProtocolError} `too_far_ahead` if too much waits already,
   * `overloaded` if too much of all sessions does.
   */
  pushAudio(bytes: Uint8Array, nowMs: number): void {
    const last = this.#items.at(-1);
    if (last?.kind === "audio" && joins(last, bytes, nowMs)) {
      this.#hold(bytes.length);
      join(last, bytes);
      return;
    }
    this.#hold(bytes.length + ITEM_BYTES);
    this.#items.push({
      kind: "audio",
      bytes,
      start: 0,
      end: bytes.length,
      arrivedMs: nowMs,
    });
  }

  /** Adds a marker. @throws {ProtocolError} As {@linkcode pushAudio}. */
  pushMarker(reached: QueuedMarker["reached"]): void {
    this.#hold(ITEM_BYTES);
    this.#items.push({ kind: "marker", reached });
  }

  /** Takes the oldest marker, or at most `maxBytes` of the oldest audio. */
  take(maxBytes: number): QueuedAudio | QueuedMarker | undefined {
    const item = this.#items[0];
    if (item === undefined) return undefined;
    if (item.kind === "marker") {
      this.#drop();
      return item;
    }
    const { bytes, start, arrivedMs } = item;
    item.start = Math.min(item.end, start + maxBytes);
    this.#release(item.start - start);
    if (item.start === item.end) this.#drop();
    return {
      kind: "audio",
      bytes: bytes.subarray(start, item.start),
      arrivedMs,
    };
  }

  /** Forgets all that waits. */
  clear(): void {
    this.#items.length = 0;
    this.#release(this.#heldBytes);
  }

  #drop(): void {
    this.#items.shift();
    this.#release(ITEM_BYTES);
  }

  #hold(bytes: number): void {
    if (this.#heldBytes + bytes > MAX_QUEUED_BYTES) {
      throw new ProtocolError(
        "too_far_ahead",
        `Cannot take more audio as at most ${MAX_QUEUED_BYTES} bytes may wait to be heard: current value is ${
          this.#heldBytes + bytes
        }`,
      );
    }
    if (!this.#budget.take(bytes)) {
      throw new ProtocolError(
        "overloaded",
        "Cannot take more audio as too much of all sessions waits to be heard: try again later",
      );
    }
    this.#heldBytes += bytes;
  }

  #release(bytes: number): void {
    this.#heldBytes -= bytes;
    this.#budget.give(bytes);
  }
}

function joins(block: Block, bytes: Uint8Array, nowMs: number): boolean {
  return block.end + bytes.length <= JOINED_BYTES &&
    nowMs - block.arrivedMs <= JOINED_MS;
}

function join(block: Block, bytes: Uint8Array): void {
  if (block.bytes.length < JOINED_BYTES) {
    const room = new Uint8Array(JOINED_BYTES);
    room.set(block.bytes.subarray(0, block.end));
    block.bytes = room;
  }
  block.bytes.set(bytes, block.end);
  block.end += bytes.length;
}
