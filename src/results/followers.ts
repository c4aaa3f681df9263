/**
 * Who waits for news of what.
 *
 * @module
 */
import type { EventTopic } from "./event_log.ts";

/** Wakes those who follow a topic. */
export class Followers {
  readonly #topics = new Map<string, Set<() => void>>();

  /** The names of what is followed. */
  get names(): Iterable<string> {
    return this.#topics.keys();
  }

  /**
   * Adds one.
   *
   * @returns Removes it.
   */
  add(topic: EventTopic, wake: () => void): () => void {
    const name = topicName(topic);
    const wakes = this.#topics.get(name) ?? new Set();
    this.#topics.set(name, wakes);
    const own = () => wake(); // the same function may follow twice
    wakes.add(own);
    return () => {
      wakes.delete(own);
      if (wakes.size === 0 && this.#topics.get(name) === wakes) {
        this.#topics.delete(name);
      }
    };
  }

  /** Whether anybody follows the topic of that name. */
  has(name: string): boolean {
    return this.#topics.has(name);
  }

  /** Wakes those who follow a topic. */
  wake(topic: EventTopic): void {
    this.wakeNamed(topicName(topic));
  }

  /** Wakes those who follow the topic of that name. */
  wakeNamed(name: string): void {
    for (const wake of this.#topics.get(name) ?? []) wake();
  }

  /** Wakes all. */
  wakeAll(): void {
    for (const name of [...this.#topics.keys()]) this.wakeNamed(name);
  }
}

/** The name of a topic, which no two share: ids of calls are ours, and hold no colon. */
export function topicName({ tenant, sessionId }: EventTopic): string {
  return sessionId === undefined ? `feed:${tenant}` : `call:${sessionId}`;
}
