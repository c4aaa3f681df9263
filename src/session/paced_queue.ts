/**
 * What waits to be heard, no faster than its pace allows.
 *
 * @module
 */
import { type AudioFormat, durationMs } from "./audio_format.ts";
import type { AudioQueue, QueuedAudio, QueuedMarker } from "./audio_queue.ts";
import type { Pace } from "./pace.ts";

/** How fast, and who hears of it. */
export interface PacedQueueOptions {
  readonly format: AudioFormat;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  /** Without one all is heard as fast as it can be. */
  readonly pace?: Pace | undefined;
  /** Audio waits that came too fast; {@linkcode PacedQueue.tick} goes on with it. */
  readonly onHeld?: (() => void) | undefined;
  /** Nothing waits any more of what was held, and more may come. */
  readonly onCaughtUp?: (() => void) | undefined;
}

/** Takes from a queue what is due; markers wait for the audio before them. */
export class PacedQueue {
  readonly #queue: AudioQueue;
  readonly #options: PacedQueueOptions;
  #pace: Pace | undefined;
  #isHeld = false;
  /** Since when what waits may be heard. */
  #releasedMs = -Infinity;

  constructor(queue: AudioQueue, options: PacedQueueOptions) {
    this.#queue = queue;
    this.#options = options;
    this.#pace = options.pace;
  }

  /** Whether audio waits, or has waited just now, as it came too fast. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Audio that waits to be heard. */
  get waitingMs(): number {
    return durationMs(this.#queue.audioBytes, this.#options.format);
  }

  /**
   * Takes the oldest marker, or at most `maxBytes` of the oldest audio, if it is
   * due. What was held has come, for its lateness, when it was let go.
   */
  take(maxBytes: number): QueuedAudio | QueuedMarker | undefined {
    if (!this.#mayGoOn()) return undefined;
    const item = this.#queue.take(maxBytes);
    if (item?.kind !== "audio") return item;
    this.#pace?.spend(durationMs(item.bytes.length, this.#options.format));
    const arrivedMs = Math.max(item.arrivedMs, this.#releasedMs);
    return { ...item, arrivedMs };
  }

  /**
   * Hears the time.
   *
   * @returns Whether what was held may be taken now.
   */
  tick(): boolean {
    if (!this.#isHeld) return false;
    if (this.#queue.startsWithAudio) return this.#pace?.isOpen ?? true;
    if (this.#pace?.hasRecovered === false) return false;
    this.#isHeld = false;
    this.#options.onCaughtUp?.();
    return false;
  }

  /** Lets all go as fast as it can be heard. */
  hurry(): void {
    this.#pace = undefined;
  }

  #mayGoOn(): boolean {
    if (this.#pace === undefined || !this.#queue.startsWithAudio) return true;
    if (this.#pace.isOpen) {
      if (this.#isHeld) this.#releasedMs = this.#options.now();
      return true;
    }
    if (!this.#isHeld) this.#options.onHeld?.();
    this.#isHeld = true;
    return false;
  }
}
