/**
 * What happens to all calls of a tenant, predictions left out.
 *
 * @module
 */
import type { CallEvent } from "./call_event.ts";
import { EventPages } from "./event_pages.ts";
import { KeptEvents } from "./kept_events.ts";
import { FEED_EVENTS, MAX_FEED_BYTES } from "./retention.ts";

/** Whether an event stands in a tenant's feed. */
export function isFed({ type }: CallEvent): boolean {
  return type !== "prediction";
}

/** The feeds of all tenants, of which there are as many as the operator names. */
export class Feeds {
  readonly #pages = new EventPages(MAX_FEED_BYTES);
  readonly #feeds = new Map<string, KeptEvents>();
  #latestMs = 0;
  #count = 0;

  /** The feed of one tenant. */
  of(tenant: string): KeptEvents {
    const known = this.#feeds.get(tenant);
    if (known) return known;
    const feed = new KeptEvents(this.#pages, FEED_EVENTS);
    this.#feeds.set(tenant, feed);
    return feed;
  }

  /** Takes an event in, if it stands in a feed, and says so. @param json The event as JSON. */
  append(event: CallEvent, json: string): boolean {
    if (!isFed(event)) return false;
    this.#latestMs = Math.max(this.#latestMs, event.atMs);
    const id = { generation: this.#latestMs, place: ++this.#count };
    this.of(event.tenant).push(id, event.type, json);
    return true;
  }
}
