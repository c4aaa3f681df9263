/**
 * Puts the numbered chunks of one channel in order.
 *
 * @module
 */
import type { Losses } from "../losses.ts";

/** A chunk of one channel, as its platform numbers it. */
export interface NumberedChunk {
  /** The first of a channel is 1, the next one 2; without it chunks are in order. */
  readonly number?: number | undefined;
  /** Where it begins, on the platform's clock. */
  readonly timestampMs?: number | undefined;
  /** Whole samples, at least one. */
  readonly bytes: Uint8Array;
}

/** Receives chunks in order; `missing`: numbers before it that never came. */
export type OrderedChunkSink = (chunk: NumberedChunk, missing: number) => void;

/** Chunks that may wait for one that is missing. */
const MAX_HELD_CHUNKS = 10;
/** Chunks that may wait however long they are: some platforms' have 100 ms. */
const LEAST_HELD_CHUNKS = 3;
/** Numbers that are known to have passed: what comes with one of these came twice. */
const REMEMBERED_NUMBERS = 64;

type Held = NumberedChunk & { readonly number: number };

/**
 * Chunks in the order of their numbers.
 *
 * The chunk that is next passes at once; one beyond it waits for those between:
 *
 *     came    1  2  4  5  3
 *     passed  1  2        3  4  5
 *
 * No longer than {@linkcode MAX_HELD_CHUNKS}, and fewer if these are long: then
 * what is missing counts as lost, and is dropped as late if it comes after all.
 * A channel that begins within those first chunks has lost the ones before.
 */
export class ChunkOrder {
  readonly #maxHeldBytes: number;
  readonly #losses: Losses;
  readonly #passed = new Set<number>();
  #next: number | undefined;
  /** In the order of their numbers. */
  #held: Held[] = [];

  /** @param maxHeldBytes Past it no more than {@linkcode LEAST_HELD_CHUNKS} wait. */
  constructor(maxHeldBytes: number, losses: Losses) {
    this.#maxHeldBytes = maxHeldBytes;
    this.#losses = losses;
  }

  /** Adds a chunk and emits every one whose turn it is. */
  push(chunk: NumberedChunk, emit: OrderedChunkSink): void {
    const number = chunk.number ?? this.#next ?? 1;
    this.#next ??= number <= MAX_HELD_CHUNKS ? Math.min(number, 1) : number;
    if (number < this.#next) return this.#drop(number);
    if (!this.#hold({ ...chunk, number })) return;
    this.#emitRun(emit);
    while (this.#holdsTooMuch()) this.release(emit);
  }

  /**
   * Waits no longer for the chunks before the first that is held, and emits it
   * and those that follow it.
   *
   * @returns Whether there was one.
   */
  release(emit: OrderedChunkSink): boolean {
    if (this.#held.length === 0) return false;
    this.#emitFirst(emit);
    this.#emitRun(emit);
    return true;
  }

  #drop(number: number): void {
    if (this.#passed.has(number)) this.#losses.repeatedChunks++;
    else this.#losses.lateChunks++;
  }

  /** Puts a chunk in its place among those that wait, unless it waits already. */
  #hold(chunk: Held): boolean {
    const at = this.#held.findLastIndex(({ number }) => number <= chunk.number);
    if (this.#held[at]?.number === chunk.number) {
      this.#losses.repeatedChunks++;
      return false;
    }
    this.#held.splice(at + 1, 0, chunk);
    return true;
  }

  #holdsTooMuch(): boolean {
    const { length } = this.#held;
    if (length <= LEAST_HELD_CHUNKS) return false;
    const bytes = this.#held.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return length > MAX_HELD_CHUNKS || bytes > this.#maxHeldBytes;
  }

  /** Emits the chunks that follow one another from the next number on. */
  #emitRun(emit: OrderedChunkSink): void {
    while (this.#held[0]?.number === this.#next && this.#held.length > 0) {
      this.#emitFirst(emit);
    }
  }

  #emitFirst(emit: OrderedChunkSink): void {
    const chunk = this.#held.shift()!;
    const missing = chunk.number - this.#next!;
    this.#next = chunk.number + 1;
    this.#remember(chunk.number);
    emit(chunk, missing);
  }

  #remember(number: number): void {
    this.#passed.add(number);
    if (this.#passed.size <= REMEMBERED_NUMBERS) return;
    const [oldest] = this.#passed;
    this.#passed.delete(oldest!);
  }
}
