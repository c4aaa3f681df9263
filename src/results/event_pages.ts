/**
 * Memory for the events of many topics: pages of bytes, written in the order in
 * which events come, the oldest page anew when there may be no more.
 *
 *     page 5           page 3           page 4        3 pages, 3 to 5 are kept
 *     |head|text|...   |head|text|..|   |head|text|..|
 *                ^      ^
 *                end    start: what lay before is written over
 *
 * So the bound is the number of bytes that there are, it is reached early, and
 * the garbage collector has nothing to trace: the same events as strings took
 * four times their size of a process that ran for long (November 2026).
 *
 * @module
 */
import { CALL_EVENT_TYPES, type CallEvent } from "./call_event.ts";
import type { EventPlace } from "./event_id.ts";

/** A hundredth of all: so much is forgotten at once. An event has half a kilobyte. */
const PAGE_BYTES = 256 * 1_024;

/** What is known of an event without its text. */
export interface EventHead {
  readonly type: CallEvent["type"];
  readonly id: EventPlace;
  /** The id of the one before it in its topic. */
  readonly previousId: EventPlace;
  /** Where that one lies, if it is kept. */
  readonly previousAt: number;
  /** How many of its topic came before it. */
  readonly index: number;
}

/** A head is as many numbers: what {@linkcode EventHead} has, then the length of the text. */
const HEAD_WORDS = 8;
const WORD_BYTES = Float64Array.BYTES_PER_ELEMENT;
const HEAD_BYTES = HEAD_WORDS * WORD_BYTES;

/** One page, as bytes and as numbers. */
interface Page {
  readonly bytes: Uint8Array;
  readonly words: Float64Array;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Keeps events one after another; the oldest are written over. */
export class EventPages {
  readonly #pageBytes: number;
  readonly #maxPages: number;
  readonly #pages: Page[] = [];
  /** How many pages were begun, those written over included. */
  #begun = 0;
  /** Where the next event may lie. */
  #end = 0;

  /**
   * @param maxBytes Memory for all, taken a page at a time.
   * @param pageBytes The most that an event may take; a multiple of 8.
   * @throws {RangeError} If there is no memory for a page.
   */
  constructor(maxBytes: number, pageBytes: number = PAGE_BYTES) {
    if (maxBytes < pageBytes) {
      throw new RangeError(
        `Cannot keep events as there must be memory for a page of ${pageBytes} bytes: current value is ${maxBytes}`,
      );
    }
    this.#pageBytes = pageBytes;
    this.#maxPages = Math.floor(maxBytes / pageBytes);
  }

  /** Memory that is taken. */
  get bytes(): number {
    return this.#pages.length * this.#pageBytes;
  }

  /** Whether an event that was written is kept. */
  has(at: number): boolean {
    return at >= (this.#begun - this.#maxPages) * this.#pageBytes;
  }

  /**
   * Writes an event.
   *
   * @returns Where it lies; nothing if it is too long to be kept.
   */
  write(head: EventHead, json: string): number | undefined {
    return this.#writeAt(this.#end, head, json) ??
      this.#writeAt(this.#nextPageAt(), head, json);
  }

  /** What is known of an event that is kept. */
  head(at: number): EventHead {
    const { words, first } = this.#wordsAt(at);
    const word = (i: number) => words[first + i]!;
    return {
      type: CALL_EVENT_TYPES[word(0)]!,
      id: { generation: word(1), place: word(2) },
      previousId: { generation: word(3), place: word(4) },
      previousAt: word(5),
      index: word(6),
    };
  }

  /** The text of an event that is kept. */
  json(at: number): string {
    const { words, first } = this.#wordsAt(at);
    const start = at % this.#pageBytes + HEAD_BYTES;
    const { bytes } = this.#page(at);
    return decoder.decode(bytes.subarray(start, start + words[first + 7]!));
  }

  #writeAt(at: number, head: EventHead, json: string): number | undefined {
    const start = at % this.#pageBytes + HEAD_BYTES;
    if (start + json.length > this.#pageBytes) return undefined;
    this.#begun = Math.floor(at / this.#pageBytes) + 1; // from here on its old events are gone
    const room = this.#page(at).bytes.subarray(start);
    const { read, written } = encoder.encodeInto(json, room);
    if (read < json.length) return undefined;
    const { words, first } = this.#wordsAt(at);
    words[first] = CALL_EVENT_TYPES.indexOf(head.type);
    words[first + 1] = head.id.generation;
    words[first + 2] = head.id.place;
    words[first + 3] = head.previousId.generation;
    words[first + 4] = head.previousId.place;
    words[first + 5] = head.previousAt;
    words[first + 6] = head.index;
    words[first + 7] = written;
    const textWords = Math.ceil(written / WORD_BYTES);
    this.#end = at + HEAD_BYTES + textWords * WORD_BYTES;
    return at;
  }

  #nextPageAt(): number {
    return Math.ceil(this.#end / this.#pageBytes) * this.#pageBytes;
  }

  #wordsAt(at: number): { words: Float64Array; first: number } {
    const { words } = this.#page(at);
    return { words, first: at % this.#pageBytes / WORD_BYTES };
  }

  #page(at: number): Page {
    const slot = Math.floor(at / this.#pageBytes) % this.#maxPages;
    return this.#pages[slot] ??= newPage(this.#pageBytes);
  }
}

function newPage(pageBytes: number): Page {
  const bytes = new Uint8Array(pageBytes);
  return { bytes, words: new Float64Array(bytes.buffer) };
}
