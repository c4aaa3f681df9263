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
  /** Lent until more audio comes. */
  readonly bytes: Uint8Array;
  /** When its last sample came, on the session's clock. */
  readonly arrivedMs: number;
}

/** A place in the stream: something to do once all audio before it is heard. */
export interface QueuedMarker {
  readonly kind: "marker";
  readonly reached: () => void | Promise<void>;
}

/** Silence that is written when it is taken: it costs nothing while it waits. */
interface SilentBlock {
  readonly kind: "silence";
  readonly silentByte: number;
  leftBytes: number;
  readonly arrivedMs: number;
}

interface Block {
  readonly kind: "audio";
  /** `[0, end)` is audio, `[start, end)` of it still waits. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** When the last of it came. */
  arrivedMs: number;
}

/**
 * Audio and markers in the order they came.
 *
 * Small messages are joined while they wait, so a client that sends sample by
 * sample costs no more than its audio.
 */
export class AudioQueue {
  readonly #budget: ByteBudget;
  readonly #joinedBytes: number;
  /** Room of joined messages that were taken, for the next. */
  #spare: Uint8Array | undefined;
  readonly #items: (Block | SilentBlock | QueuedMarker)[] = [];
  #heldBytes = 0;
  #audioBytes = 0;

  /**
   * @param budget What this queue and those of other sessions share.
   * @param joinedBytes The most that messages are joined to.
   */
  constructor(budget: ByteBudget, joinedBytes: number) {
    this.#budget = budget;
    this.#joinedBytes = joinedBytes;
  }

  /**
   * Adds audio; the bytes are kept, so they must not change.
   *
   * @throws {ProtocolError} `too_far_ahead` if too much waits already,
   * `overloaded` if too much of all sessions does.
   */
  pushAudio(bytes: Uint8Array, nowMs: number): void {
    const last = this.#items.at(-1);
    if (last?.kind === "audio" && this.#joins(last, bytes)) {
      this.#hold(bytes.length);
      this.#audioBytes += bytes.length;
      this.#join(last, bytes);
      last.arrivedMs = nowMs;
      return;
    }
    this.#hold(bytes.length + ITEM_BYTES);
    this.#audioBytes += bytes.length;
    this.#items.push({
      kind: "audio",
      bytes,
      start: 0,
      end: bytes.length,
      arrivedMs: nowMs,
    });
  }

  /** Adds so many bytes of silence. @throws {ProtocolError} As {@linkcode pushAudio}. */
  pushSilence(bytes: number, silentByte: number, nowMs: number): void {
    this.#hold(ITEM_BYTES);
    this.#audioBytes += bytes;
    this.#items.push({
      kind: "silence",
      silentByte,
      leftBytes: bytes,
      arrivedMs: nowMs,
    });
  }

  /** Adds a marker. @throws {ProtocolError} As {@linkcode pushAudio}. */
  pushMarker(reached: QueuedMarker["reached"]): void {
    this.#hold(ITEM_BYTES);
    this.#items.push({ kind: "marker", reached });
  }

  /** Audio that waits, written silence included. */
  get audioBytes(): number {
    return this.#audioBytes;
  }

  /** Whether the oldest item is audio. */
  get startsWithAudio(): boolean {
    const kind = this.#items[0]?.kind;
    return kind === "audio" || kind === "silence";
  }

  /** Takes the oldest marker, or at most `maxBytes` of the oldest audio. */
  take(maxBytes: number): QueuedAudio | QueuedMarker | undefined {
    const item = this.#items[0];
    if (item === undefined) return undefined;
    if (item.kind === "marker") {
      this.#drop();
      return item;
    }
    if (item.kind === "silence") return this.#takeSilence(item, maxBytes);
    const { bytes, start, arrivedMs } = item;
    item.start = Math.min(item.end, start + maxBytes);
    this.#release(item.start - start);
    this.#audioBytes -= item.start - start;
    if (item.start === item.end) {
      this.#drop();
      if (bytes.length === this.#joinedBytes) this.#spare = bytes;
    }
    return {
      kind: "audio",
      bytes: bytes.subarray(start, item.start),
      arrivedMs,
    };
  }

  #takeSilence(item: SilentBlock, maxBytes: number): QueuedAudio {
    const taken = Math.min(item.leftBytes, maxBytes);
    item.leftBytes -= taken;
    this.#audioBytes -= taken;
    if (item.leftBytes === 0) this.#drop();
    const bytes = new Uint8Array(taken).fill(item.silentByte);
    return { kind: "audio", bytes, arrivedMs: item.arrivedMs };
  }

  /** Forgets all that waits. */
  clear(): void {
    this.#items.length = 0;
    this.#audioBytes = 0;
    this.#release(this.#heldBytes);
  }

  #joins({ end }: Block, bytes: Uint8Array): boolean {
    return end + bytes.length <= this.#joinedBytes;
  }

  #join(block: Block, bytes: Uint8Array): void {
    if (block.bytes.length < this.#joinedBytes) {
      const room = this.#spare ?? new Uint8Array(this.#joinedBytes);
      this.#spare = undefined;
      room.set(block.bytes.subarray(0, block.end));
      block.bytes = room;
    }
    block.bytes.set(bytes, block.end);
    block.end += bytes.length;
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
