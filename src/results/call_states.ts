/**
 * What a listener keeps of each call, for as long as the call is here.
 *
 * @module
 */
import { MAX_SESSIONS } from "../session/limits.ts";
import type { CallEvent } from "./call_event.ts";

/** Calls whose client may come back elsewhere, unknown to this process, that are kept. */
const MAX_AWAY = MAX_SESSIONS;

/**
 * Keeps a value for each call that began or came back here, until it ends.
 *
 * A call that was interrupted may end in another process, and nobody says so
 * here: of those the oldest is forgotten when there are too many.
 */
export class CallStates<T> {
  readonly #here = new Map<string, T>();
  readonly #away = new Map<string, T>();

  /** Calls that are kept. */
  get size(): number {
    return this.#here.size + this.#away.size;
  }

  /** The value of a call, if it is kept. */
  get(sessionId: string): T | undefined {
    return this.#here.get(sessionId) ?? this.#away.get(sessionId);
  }

  /** Keeps a value for a call that is here; the one it has, if there is one. */
  enter(sessionId: string, create: () => T): T {
    const value = this.get(sessionId) ?? create();
    this.#away.delete(sessionId);
    this.#here.set(sessionId, value);
    return value;
  }

  /** Follows what becomes of a call; to be told after all else is done with the event. */
  follow({ type, sessionId }: CallEvent): void {
    if (type === "call.ended") this.forget(sessionId);
    else if (type === "call.interrupted") this.#setAside(sessionId);
  }

  /** Forgets a call that has gone on elsewhere. */
  forget(sessionId: string): void {
    this.#here.delete(sessionId);
    this.#away.delete(sessionId);
  }

  #setAside(sessionId: string): void {
    const value = this.#here.get(sessionId);
    if (value === undefined) return;
    this.#here.delete(sessionId);
    this.#away.set(sessionId, value);
    const [oldest] = this.#away.keys();
    if (this.#away.size > MAX_AWAY) this.#away.delete(oldest!);
  }
}
