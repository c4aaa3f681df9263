/**
 * Messages that could not be delivered.
 *
 * @module
 */
import { MAX_DEAD_LETTERS } from "./limits.ts";
import type { WebhookMessage } from "./message.ts";

/** A message that was given up. */
export interface DeadLetter {
  /** Names it; the same message at two targets has two. */
  readonly id: string;
  /** The target's name. */
  readonly target: string;
  readonly message: WebhookMessage;
  readonly attempts: number;
  /** Why the last attempt failed, or why there was none. */
  readonly reason: string;
  /** When it was given up, in milliseconds since 1970. */
  readonly atMs: number;
}

/** Keeps each tenant's newest dead letters. */
export class DeadLetters {
  readonly #byTenant = new Map<string, Map<string, DeadLetter>>();

  /** Keeps a letter, and forgets the oldest of its tenant if there are too many. */
  add(letter: DeadLetter): void {
    const { tenant } = letter.message;
    const letters = this.#byTenant.get(tenant) ?? new Map();
    this.#byTenant.set(tenant, letters);
    letters.delete(letter.id);
    letters.set(letter.id, letter);
    const [oldest] = letters.keys();
    if (letters.size > MAX_DEAD_LETTERS) letters.delete(oldest!);
  }

  /** A tenant's letters, oldest first. */
  of(tenant: string): DeadLetter[] {
    return [...this.#byTenant.get(tenant)?.values() ?? []];
  }

  /** Takes one of a tenant's letters out, if it is there. */
  take(tenant: string, id: string): DeadLetter | undefined {
    const letters = this.#byTenant.get(tenant);
    const letter = letters?.get(id);
    letters?.delete(id);
    return letter;
  }
}
