/**
 * The way to Deno KV: opened when it is needed, given up when it fails, and
 * opened anew.
 *
 * @module
 */
import type { Clock } from "./clock.ts";

/** The longest that one use of the store may take: a disk answers within milliseconds, the managed service within a second. */
export const MAX_USE_MS = 5_000;

/** While another process writes into the same file, a write is tried again after so long: it takes a millisecond. */
const BUSY_MS = 10;

/** A store that is gone is opened anew so often before that counts as a fault. */
const MAX_OPENINGS = 3;

/** A store that is open. */
export interface OpenedKv {
  readonly kv: Deno.Kv;
  /** Whether what is written still lands where it was opened: a file may be removed under us, and SQLite does not mind. */
  readonly isThere: () => Promise<boolean>;
}

/** What {@linkcode KvConnection} needs. */
export interface KvConnectionDeps {
  readonly open: () => Promise<OpenedKv>;
  readonly clock: Pick<Clock, "after">;
  /** The store was opened, and had gone before. */
  readonly onReplaced?: () => void;
}

/** A store that is open, and who uses it. */
interface Held {
  readonly opened: OpenedKv;
  users: number;
  isGivenUp: boolean;
  isClosed: boolean;
}

/** The way to Deno KV. */
export class KvConnection {
  readonly #deps: KvConnectionDeps;
  #held: Promise<Held> | undefined;
  #isClosed = false;
  #fault: string | undefined;

  constructor(deps: KvConnectionDeps) {
    this.#deps = deps;
  }

  /**
   * Uses the store. A fault gives the connection up, so that the next use opens
   * it anew, unless it is about the value alone.
   *
   * @param act May be done again: while another process writes, it is.
   * @throws {Error} If the store cannot be opened, fails, or takes too long.
   */
  async use<T>(act: (kv: Deno.Kv) => Promise<T>): Promise<T> {
    try {
      const result = await this.#useOnce(act);
      this.#fault = undefined;
      return result;
    } catch (fault) {
      this.#fault = fault instanceof Error ? fault.message : String(fault);
      throw fault;
    }
  }

  /** Why the last use failed, if it did. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Ends the connection; whoever uses it still is let finish, and nobody waited for. */
  close(): void {
    this.#isClosed = true;
    this.#held?.then((held) => this.#giveUp(held), () => {});
  }

  async #useOnce<T>(act: (kv: Deno.Kv) => Promise<T>): Promise<T> {
    const held = await this.#hold();
    try {
      return await this.#within(this.#patiently(() => act(held.opened.kv)));
    } catch (fault) {
      if (!says(fault, /too large/i)) this.#giveUp(held);
      throw fault;
    } finally {
      letGo(held);
    }
  }

  async #patiently<T>(act: () => Promise<T>): Promise<T> {
    const { clock } = this.#deps;
    let isOver = false;
    const stop = clock.after(MAX_USE_MS, () => isOver = true);
    try {
      for (;;) {
        try {
          return await act();
        } catch (fault) {
          if (isOver || !says(fault, /database is locked/)) throw fault;
        }
        await new Promise<void>((resolve) => clock.after(BUSY_MS, resolve));
      }
    } finally {
      stop();
    }
  }

  /** @returns The store, with one user more. */
  async #hold(): Promise<Held> {
    for (let attempt = 0; attempt < MAX_OPENINGS; attempt++) {
      const held = await this.#heldOrOpened();
      if (held.isGivenUp) continue; // by somebody else, while we waited
      held.users++;
      try {
        if (await this.#within(held.opened.isThere())) return held;
      } catch (fault) {
        letGo(held);
        throw fault;
      }
      if (!held.isGivenUp) this.#deps.onReplaced?.();
      this.#giveUp(held);
      letGo(held);
    }
    throw new Error(
      `Cannot use the store as it must stay: it was gone ${MAX_OPENINGS} times`,
    );
  }

  #heldOrOpened(): Promise<Held> {
    if (this.#isClosed) {
      return Promise.reject(
        new Error("Cannot use the store as it must be open: it was closed"),
      );
    }
    if (this.#held) return this.#held;
    const opening = this.#open();
    this.#held = opening;
    opening.catch(() => {
      if (this.#held === opening) this.#held = undefined;
    });
    return opening;
  }

  async #open(): Promise<Held> {
    let isLate = false;
    const opening = this.#deps.open();
    opening.then(({ kv }) => isLate && kv.close(), () => {});
    try {
      const opened = await this.#within(opening);
      return { opened, users: 0, isGivenUp: false, isClosed: false };
    } catch (fault) {
      isLate = true;
      throw fault;
    }
  }

  #giveUp(held: Held): void {
    if (!held.isGivenUp) this.#held = undefined;
    held.isGivenUp = true;
    closeUnused(held);
  }

  #within<T>(work: Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const cancel = this.#deps.clock.after(MAX_USE_MS, () =>
      reject(
        new Error(
          `Cannot wait for the store as it must answer within ${MAX_USE_MS} ms`,
        ),
      ));
    work.then(resolve, reject).finally(cancel);
    return promise;
  }
}

/** Deno KV tells its faults apart by their words alone. */
function says(fault: unknown, words: RegExp): boolean {
  return fault instanceof Error && words.test(fault.message);
}

function letGo(held: Held): void {
  held.users--;
  closeUnused(held);
}

function closeUnused(held: Held): void {
  if (!held.isGivenUp || held.users > 0 || held.isClosed) return;
  held.isClosed = true;
  held.opened.kv.close();
}
