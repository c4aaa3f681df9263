/**
 * What waits for one target, and its attempts.
 *
 * @module
 */
import { CallLanes, type Taken } from "./call_lanes.ts";
import {
  MAX_AGE_MS,
  MAX_ATTEMPTS,
  MAX_IN_FLIGHT,
  MAX_WAITING,
  MAX_WAITING_OF_SERIES,
  TIMEOUT_MS,
} from "./limits.ts";
import type { WebhookMessage } from "./message.ts";
import type { Outcome, Post } from "./post.ts";
import { retryWaitMs } from "./retry_wait.ts";
import type { WebhookTarget } from "./target.ts";
import type { Timers } from "./timers.ts";

/** What queues of targets share. */
export interface QueueDeps {
  readonly timers: Timers;
  readonly post: Post;
  /** In [0, 1). */
  readonly random: () => number;
  /** Gets what is given up. */
  readonly bury: (dead: GivenUp) => void;
}

/** A message that is given up. */
export interface GivenUp {
  readonly target: WebhookTarget;
  readonly message: WebhookMessage;
  readonly attempts: number;
  readonly reason: string;
}

/** What one target has been sent. */
export interface QueueCounts {
  delivered: number;
  /** Attempts that failed and were to be made again. */
  retried: number;
  /** Messages that were given up. */
  dead: number;
  /** Messages of a series that were not sent: the next one says more. */
  dropped: number;
}

/** Why a message is given up when the process ends. */
const STOPS = "the server stops";

interface Waiting {
  readonly message: WebhookMessage;
  readonly sinceMs: number;
  attempts: number;
}

/**
 * Delivers to one target, at least once, each call's messages in order.
 *
 * A message that fails is tried again after a while, and what its call said later
 * waits behind it; other calls go on. Of a series, such as a channel's predictions,
 * the newest alone waits, and is tried once.
 */
export class TargetQueue {
  readonly target: WebhookTarget;
  readonly counts: QueueCounts = {
    delivered: 0,
    retried: 0,
    dead: 0,
    dropped: 0,
  };
  readonly #deps: QueueDeps;
  readonly #lanes = new CallLanes<Waiting>();
  /** What ends each attempt that is under way. */
  readonly #attempts = new Set<AbortController>();
  /** What calls off each wait for another attempt, by call. */
  readonly #waits = new Map<string, () => void>();
  /** What ends the pause that the target asked for. */
  #endPause: (() => void) | undefined;
  #isGone = false;
  /** Set once the server stops. */
  #whenEmpty: (() => void) | undefined;
  #isClosed = false;

  constructor(target: WebhookTarget, deps: QueueDeps) {
    this.target = target;
    this.#deps = deps;
  }

  /** Messages that wait or are under way. */
  get depth(): number {
    return this.#lanes.size;
  }

  /** Sends a message when it is its turn. */
  push(message: WebhookMessage): void {
    const waiting = { message, sinceMs: this.#deps.timers.now(), attempts: 0 };
    const { series } = message;
    const room = series === undefined ? MAX_WAITING : MAX_WAITING_OF_SERIES;
    if (this.#isGone) this.#giveUp(waiting, "the target is gone");
    else if (this.#isClosed) this.#giveUp(waiting, STOPS);
    else if (this.depth >= room) this.#giveUp(waiting, "too much waits");
    else {
      this.counts.dropped += this.#lanes.push(
        message.sessionId,
        waiting,
        (older) => series !== undefined && older.message.series === series,
      );
      this.#pump();
    }
  }

  /** Sends again to a target that had said it was gone. */
  reopen(): void {
    this.#isGone = false;
  }

  /** Tries at once what waits to be tried again, and resolves when nothing waits any more. */
  drain(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenEmpty = resolve;
    this.#endPause?.();
    for (const key of this.#callOffWaits()) this.#lanes.giveBack(key);
    this.#pump();
    return promise;
  }

  /** Gives up what still waits. */
  close(): void {
    this.#isClosed = true;
    this.#empty(STOPS);
  }

  #pump(): void {
    while (
      this.#endPause === undefined && this.#attempts.size < MAX_IN_FLIGHT
    ) {
      const next = this.#lanes.take();
      if (next === undefined) break;
      this.#attempt(next);
    }
    if (this.depth === 0) this.#whenEmpty?.();
  }

  async #attempt(taken: Taken<Waiting>): Promise<void> {
    const { timers, post } = this.#deps;
    const attempt = new AbortController();
    this.#attempts.add(attempt);
    const callOff = timers.after(TIMEOUT_MS, () => attempt.abort());
    taken.item.attempts++;
    const outcome = await post(this.target, taken.item.message, attempt.signal);
    callOff();
    // What close() or a target that is gone has given up is not settled twice.
    if (this.#attempts.delete(attempt)) this.#settle(taken, outcome);
    this.#pump();
  }

  #settle({ key, item }: Taken<Waiting>, outcome: Outcome): void {
    switch (outcome.kind) {
      case "delivered":
        this.counts.delivered++;
        return this.#lanes.drop(key);
      case "gone":
        this.#isGone = true;
        return this.#empty("the target is gone");
      case "failed":
        if (outcome.pauseMs) this.#pause(outcome.pauseMs);
        return this.#retry({ key, item }, outcome);
    }
  }

  #retry(
    { key, item }: Taken<Waiting>,
    { reason, pauseMs = 0 }: Outcome & { kind: "failed" },
  ): void {
    const { timers, random } = this.#deps;
    const waitMs = Math.max(pauseMs, retryWaitMs(item.attempts, random()));
    const ageMs = timers.now() + waitMs - item.sinceMs;
    const isLast = item.attempts >= MAX_ATTEMPTS || ageMs > MAX_AGE_MS;
    if (isLast || item.message.series !== undefined) {
      this.#giveUp(item, reason);
      this.#lanes.drop(key);
      return;
    }
    this.counts.retried++;
    this.#waits.set(
      key,
      timers.after(waitMs, () => {
        this.#waits.delete(key);
        this.#lanes.giveBack(key);
        this.#pump();
      }),
    );
  }

  /** Sends nothing for as long as the target asked, though never past a message's life. */
  #pause(askedMs: number): void {
    this.#endPause?.();
    const end = () => {
      callOff();
      this.#endPause = undefined;
    };
    const pauseMs = Math.min(askedMs, MAX_AGE_MS);
    const callOff = this.#deps.timers.after(pauseMs, () => {
      end();
      this.#pump();
    });
    this.#endPause = end;
  }

  #empty(reason: string): void {
    this.#callOffWaits();
    this.#endPause?.();
    for (const attempt of this.#attempts) attempt.abort();
    this.#attempts.clear();
    for (const waiting of this.#lanes.clear()) this.#giveUp(waiting, reason);
    this.#whenEmpty?.();
  }

  #callOffWaits(): string[] {
    const keys = [...this.#waits.keys()];
    for (const callOff of this.#waits.values()) callOff();
    this.#waits.clear();
    return keys;
  }

  #giveUp({ message, attempts }: Waiting, reason: string): void {
    if (message.series !== undefined) this.counts.dropped++;
    else {
      this.counts.dead++;
      this.#deps.bury({ target: this.target, message, attempts, reason });
    }
  }
}
