/**
 * All sessions of this process: how many, and their end.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { Backlog } from "./backlog.ts";
import {
  BEHIND_MS,
  MAX_SESSIONS,
  MAX_TAKE_OVERS,
  MAX_TENANT_TAKE_OVERS,
} from "./limits.ts";

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

/** What a session has here. */
interface Held {
  readonly tenant: string;
  /** Whether it is beyond the limits, for a while. */
  isLent: boolean;
}

/**
 * The sessions of this process: how many there may be, and how all of them end.
 *
 * A client that comes back to a full server may find its own old socket in its
 * place. It is lent another one to prove in that the call is its own; then the two
 * change places, and the old socket has the lent one until it has closed:
 *
 *                  enter            secure             leave (the old one)
 *     placed       old              new                new
 *     lent         new              old                -
 *
 * So there are never more than may have a place, and never more beyond them than
 * may be lent.
 */
export class SessionRegistry {
  readonly #maxSessions: number;
  readonly #backlog: Pick<Backlog, "isBehind">;
  readonly #maxSessionsOf: MaxSessionsOf;
  readonly #rules: Readonly<Record<Exclude<NoRoom, "stopping">, string>>;
  readonly #sessions = new Map<Stoppable, Held>();
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

  /** Sessions that have a place. */
  get count(): number {
    return this.#count({ isLent: false });
  }

  /** Sessions of one tenant that have a place. */
  countOf(tenant: string): number {
    return this.#count({ isLent: false, tenant });
  }

  /** Sessions that are lent one beyond the limits. */
  get lentCount(): number {
    return this.#count({ isLent: true });
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
   * @param takesOver Whether it says that it goes on with a call that is held here:
   * if there is no room it is then lent a place, until it can {@linkcode secure} one.
   * @throws {ProtocolError} As {@linkcode assertRoom}.
   */
  enter(session: Stoppable, tenant = "", takesOver = false): void {
    const isLent = takesOver && !this.hasRoom(tenant) && this.#canLend(tenant);
    if (!isLent) this.assertRoom(tenant);
    this.#sessions.set(session, { tenant, isLent });
  }

  /**
   * Sees to it that a session may have a call: one in a lent place changes with the
   * session whose call it has proved to be its own, or gets a free one.
   *
   * @param older Who has had the call until now.
   * @throws {ProtocolError} As {@linkcode assertRoom}; nothing has changed then.
   */
  secure(session: Stoppable, older?: Stoppable): void {
    const held = this.#sessions.get(session);
    if (!held?.isLent) return;
    const left = older && this.#sessions.get(older);
    if (left?.isLent === false && left.tenant === held.tenant) {
      left.isLent = true;
    } else this.assertRoom(held.tenant);
    held.isLent = false;
  }

  /** Whether there is room for one more session of a tenant. */
  hasRoom(tenant: string): boolean {
    return this.noRoom === undefined &&
      this.countOf(tenant) < this.#maxSessionsOf(tenant);
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
   * Checks that a tenant may have one more session, or be lent a place for it.
   *
   * @param takesOver As with {@linkcode enter}.
   * @throws {ProtocolError} `too_many_sessions` if it may not.
   */
  assertRoomOf(tenant: string, takesOver = false): void {
    const maxSessions = this.#maxSessionsOf(tenant);
    if (this.countOf(tenant) < maxSessions) return;
    if (takesOver && this.#canLend(tenant)) return;
    throw new ProtocolError(
      "too_many_sessions",
      `Cannot take a session as one tenant may have at most ${maxSessions}: try again later`,
    );
  }

  /** Lets a session go, if it was in. */
  leave(session: Stoppable): void {
    this.#sessions.delete(session);
    if (this.#sessions.size === 0) this.#stopping?.resolve();
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
    if (this.#sessions.size === 0) this.#stopping.resolve();
    return this.#stopping.promise;
  }

  #canLend(tenant: string): boolean {
    return !this.isStopping && this.lentCount < MAX_TAKE_OVERS &&
      this.#count({ isLent: true, tenant }) < MAX_TENANT_TAKE_OVERS;
  }

  #count({ isLent, tenant }: { isLent: boolean; tenant?: string }): number {
    let count = 0;
    for (const held of this.#sessions.values()) {
      const isIts = tenant === undefined || held.tenant === tenant;
      if (isIts && held.isLent === isLent) count++;
    }
    return count;
  }
}
