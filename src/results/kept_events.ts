/**
 * The latest events of one call or one feed, oldest first.
 *
 * @module
 */
import type { CallEvent } from "./call_event.ts";
import {
  BEFORE_ALL,
  eventId,
  type EventPlace,
  isAfter,
  placeOf,
} from "./event_id.ts";
import type { EventPage, KeptEvent } from "./event_log.ts";
import type { EventPages } from "./event_pages.ts";

/** Where no event lies. */
const NOWHERE = -1;

/**
 * Follows the events of one topic through pages that others write to as well.
 * Each event tells where the one before it lies, so the latest is all that is
 * held here.
 */
export class KeptEvents {
  readonly #pages: EventPages;
  readonly #maxEvents: number;
  #lastAt = NOWHERE;
  #count = 0;
  #last: EventPlace;

  /**
   * @param pages Where they lie.
   * @param maxEvents The most that are told.
   * @param lastId The id before the first; another one than BEFORE_ALL says that the beginning is not known here.
   */
  constructor(pages: EventPages, maxEvents: number, lastId = BEFORE_ALL) {
    this.#pages = pages;
    this.#maxEvents = maxEvents;
    this.#last = placeOf(lastId);
  }

  /** Whether nothing is kept. */
  get isEmpty(): boolean {
    return !this.#isKept(this.#lastAt);
  }

  /** The id of the latest, kept or not. */
  get lastId(): string {
    return eventId(this.#last);
  }

  /** Keeps one more, whose id comes after all others. One that is longer than a page is a gap. */
  push(id: EventPlace, type: CallEvent["type"], json: string): void {
    const head = {
      type,
      id,
      previousId: this.#last,
      previousAt: this.#lastAt,
      index: this.#count++,
    };
    this.#last = id;
    this.#lastAt = this.#pages.write(head, json) ?? this.#lastAt;
  }

  /** What is kept after an id. */
  after(id: string, limit: number): EventPage {
    const newestFirst = [...this.#placesAfter(placeOf(id))];
    const events = newestFirst.slice(-limit).reverse().map((at) =>
      this.#event(at)
    );
    return { events, isEnd: events.length === newestFirst.length };
  }

  /** Where the events after an id lie, newest first: most who ask have read nearly all. */
  *#placesAfter(id: EventPlace): Iterable<number> {
    let at = this.#lastAt;
    while (this.#isKept(at)) {
      const head = this.#pages.head(at);
      const isOld = head.index < this.#count - this.#maxEvents;
      if (isOld || !isAfter(head.id, id)) return;
      yield at;
      at = head.previousAt;
    }
  }

  #event(at: number): KeptEvent {
    const { type, id, previousId } = this.#pages.head(at);
    return {
      id: eventId(id),
      type,
      json: this.#pages.json(at),
      previousId: eventId(previousId),
    };
  }

  #isKept(at: number): boolean {
    return at !== NOWHERE && this.#pages.has(at);
  }
}
