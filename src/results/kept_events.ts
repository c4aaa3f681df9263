/**
 * The latest events of one call or one feed, oldest first.
 *
 * @module
 */
import type { CallEvent } from "./call_event.ts";
import { BEFORE_ALL, isAfter, parseEventId } from "./event_id.ts";
import type { EventPage, KeptEvent } from "./event_log.ts";

/** What an event costs beside its text: its objects, measured at about 150 bytes. */
const EVENT_BYTES = 200;

/** Keeps the latest events and forgets the oldest. */
export class KeptEvents {
  readonly #maxEvents: number;
  #events: KeptEvent[] = [];
  #bytes = 0;
  #lastId: string;

  /** @param lastId The id before the first; another one than BEFORE_ALL says that the beginning is not known here. */
  constructor(maxEvents: number, lastId = BEFORE_ALL) {
    this.#maxEvents = maxEvents;
    this.#lastId = lastId;
  }

  /** What they take in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many there are. */
  get count(): number {
    return this.#events.length;
  }

  /** The id of the latest, kept or not. */
  get lastId(): string {
    return this.#lastId;
  }

  /** Keeps one more, whose id comes after all others. */
  push(id: string, event: CallEvent): void {
    const json = JSON.stringify(event);
    const { type } = event;
    this.#events.push({ id, type, json, previousId: this.#lastId });
    this.#lastId = id;
    this.#bytes += json.length + EVENT_BYTES;
    if (this.count > this.#maxEvents) this.forget(1);
  }

  /** Forgets the oldest. */
  forget(count: number): void {
    for (const { json } of this.#events.splice(0, count)) {
      this.#bytes -= json.length + EVENT_BYTES;
    }
  }

  /** What is kept after an id. */
  after(id: string, limit: number): EventPage {
    const first = this.#indexAfter(id);
    const events = this.#events.slice(first, first + limit);
    return { events, isEnd: first + events.length === this.count };
  }

  /** The place of the first event after an id; most who ask have read nearly all. */
  #indexAfter(id: string): number {
    let index = this.count;
    while (index > 0 && comesAfter(this.#events[index - 1]!.id, id)) index--;
    return index;
  }
}

/** Whether an id comes after another; what is no id comes before all. */
export function comesAfter(id: string, other: string): boolean {
  const before = parseEventId(BEFORE_ALL)!;
  return isAfter(parseEventId(id) ?? before, parseEventId(other) ?? before);
}
