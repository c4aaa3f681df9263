/**
 * All sessions of this process: how many, and their end.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { Backlog } from "./backlog.ts";
import { BEHIND_MS, MAX_SESSIONS } from "./limits.ts";

/** Why there is no room for one more session. */
export type NoRoom = "stopping" | "too_many_sessions" | "behind";

/** What a registry must be able to do with a session. */
export interface Stoppable {
  stop(): void;
  /** Hears the time, a few times a second. */
  tick?(): void;
}

/** How many sessions a tenant may have. */
export type MaxSessionsOf = (tenant: string) => number;

/** The sessions of this process: how many there may be, and how all of them end. */
export class SessionRegistry {
  readonly #maxSessions: number;
  readonly #backlog: Pick<Backlog, "isBehind">;
  readonly #maxSessionsOf: MaxSessionsOf;
  readonly #rules: Readonly<Record<Exclude<NoRoom, "stopping">, string>>;
  /** Whose each session is. */
  readonly #sessions = new Map<Stoppable, string>();
  #stopping: PromiseWithResolvers<void> | undefined;

  constructor(
    maxSessions = MAX_SESSIONS,
    backlog: Pick<Backlog, "isBehind"> = { isBehind: false },
    maxSessionsOf: MaxSessionsOf = () => Infinity,
  ) {
    this.#maxSessionsOf = maxSessionsOf;
    this.#backlog = backlog;
    this.#maxSessions = maxSessions;
    this.#rules = {
      too_many_sessions: `there may be at most ${maxSessions}: there are`,
      behind: `answers must come within ${BEHIND_MS} ms: the server is behind`,
    };
  }

  /** Sessions that are open. */
  get count(): number {
    return this.#sessions.size;
  }

  /** Sessions of one tenant that are open. */
  countOf(tenant: string): number {
    let count = 0;
    for (const owner of this.#sessions.values()) {
      if (owner === tenant) count++;
    }
    return count;
  }

  /** Whether {@linkcode stop} was called. */
  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Why there is no room for one more session; nothing if there is. */
  get noRoom(): NoRoom | undefined {
    if (this.#stopping) return "stopping";
    if (this.count >= this.#maxSessions) return "too_many_sessions";
    return this.#backlog.isBehind ? "behind" : undefined;
  }

  /**
   * Takes a session in; it must {@linkcode leave} when it has ended.
   *
   * @throws {ProtocolError} As {@linkcode assertRoom}.
   */
  enter(session: Stoppable, tenant = ""): void {
    this.assertRoom(tenant);
    this.#sessions.set(session, tenant);
  }

  /**
   * Checks that there is room for one more session.
   *
   * @throws {ProtocolError} `overloaded` if there are too many, or those there
   * are wait too long for their answers; `too_many_sessions` if the tenant has as
   * many as it may; `not_ready` if the server is stopping.
   */
  assertRoom(tenant = ""): void {
    const { noRoom } = this;
    if (noRoom === "stopping") {
      throw new ProtocolError(
        "not_ready",
        "Cannot take a session as the server must be running: it is stopping",
      );
    }
    if (noRoom !== undefined) {
      throw new ProtocolError(
        "overloaded",
        `Cannot take a session as ${this.#rules[noRoom]}, try again later`,
      );
    }
    this.assertRoomOf(tenant);
  }

  /**
   * Checks that a tenant may have one more session.
   *
   * @throws {ProtocolError} `too_many_sessions` if it may not.
   */
  assertRoomOf(tenant: string): void {
    const maxSessions = this.#maxSessionsOf(tenant);
    if (this.countOf(tenant) < maxSessions) return;
    throw new ProtocolError(
      "too_many_sessions",
      `Cannot take a session as one tenant may have at most ${maxSessions}: try again later`,
    );
  }

  /** Lets a session go, if it was in. */
  leave(session: Stoppable): void {
    this.#sessions.delete(session);
    if (this.count === 0) this.#stopping?.resolve();
  }

  /** Lets all sessions hear the time: one timer serves them all. */
  tick(): void {
    for (const session of this.#sessions.keys()) session.tick?.();
  }

  /** Stops all sessions and takes no more; resolves when the last one has left. */
  stop(): Promise<void> {
    if (this.#stopping) return this.#stopping.promise;
    this.#stopping = Promise.withResolvers();
    for (const session of [...this.#sessions.keys()]) session.stop();
    if (this.count === 0) this.#stopping.resolve();
    return this.#stopping.promise;
  }
}
