/**
 * Events on their way to Redis: in order, a batch at a time, and kept, within a
 * bound, while Redis is away.
 *
 * @module
 */
import type { Appended, CallEntry } from "../event_log.ts";
import type { Answer, Parcel } from "./append_script.ts";
import { faultText } from "./redis_connection.ts";

/** Events sent at once: a batch is answered within a millisecond or two. */
const MAX_BATCH = 64;

/** Memory for events that wait: a minute of 450 calls, hours of a few. */
export const MAX_WAITING_BYTES = 32 * 1_048_576;

/** What an event costs beside its text, which is there as an object as well. */
const PARCEL_BYTES = 1_500;

/** Sends a batch; answers may be fewer, if Redis refused one. */
export type SendBatch = (batch: readonly Parcel[]) => Promise<Answer[]>;

/** What an outbox needs. */
export interface OutboxDeps {
  readonly send: SendBatch;
  /** Hears of an event that Redis will never take. */
  readonly onRefused: (fault: string) => void;
  /** Redis takes nothing now: it should be asked again after a while. */
  readonly onFault: (fault: string) => void;
  /** @default {MAX_WAITING_BYTES} */
  readonly maxBytes?: number | undefined;
}

interface Waiting extends Parcel {
  /** Tells what became of it; whoever asked may have been told already. */
  readonly tell: (appended: Appended) => void;
}

/**
 * Sends events in order. While Redis is away whoever appends is told at once
 * that an event is taken; what the script says of it later is not told.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #maxBytes: number;
  #waiting: Waiting[] = [];
  #sent: Waiting[] = [];
  #bytes = 0;
  #dropped = 0;
  #isOpen = false;
  #sending: Promise<void> | undefined;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#maxBytes = deps.maxBytes ?? MAX_WAITING_BYTES;
  }

  /** Events that wait, or are on their way. */
  get count(): number {
    return this.#waiting.length + this.#sent.length;
  }

  /** Events that were given up. */
  get droppedCount(): number {
    return this.#dropped;
  }

  /** Sends an event in its turn. @param json The event as JSON. */
  append(entry: CallEntry, json: string): Promise<Appended> {
    const { promise, resolve } = Promise.withResolvers<Appended>();
    this.#waiting.push({ entry, json, isAfterGap: false, tell: resolve });
    this.#bytes += bytesOf(json);
    if (this.#bytes > this.#maxBytes) this.#makeRoom();
    if (this.#isOpen) this.#send();
    else resolve("taken");
    return promise;
  }

  /** Redis is there: sends what waits. */
  open(): void {
    this.#isOpen = true;
    this.#send();
  }

  /** Redis is away: what waits is taken, and sent later. */
  shut(): void {
    this.#isOpen = false;
    for (const { tell } of this.#waiting) tell("taken");
  }

  /** Resolves when nothing waits, or Redis is away. */
  async drained(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  #send(): void {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
      if (this.#isOpen && this.count > 0) this.#send();
    });
  }

  async #sendAll(): Promise<void> {
    await null; // what is appended in the same turn goes in the same batch
    while (this.#isOpen && this.#waiting.length > 0) {
      this.#sent = this.#waiting.splice(0, MAX_BATCH);
      try {
        for (const answer of await this.#deps.send(this.#sent)) {
          if (!this.#settle(answer)) break;
        }
      } catch (error) {
        this.#isOpen = false; // until the connection is made anew
        this.#deps.onFault(faultText(error));
      }
      this.#takeBack();
    }
  }

  /** What was not answered comes first again. */
  #takeBack(): void {
    this.#waiting.unshift(...this.#sent);
    this.#sent = [];
    if (!this.#isOpen) this.shut();
  }

  /** Lets the first go that was sent. @returns Whether those after it were answered, too. */
  #settle(answer: Answer): boolean {
    if (typeof answer !== "string" && !isForGood(answer.fault)) {
      this.#isOpen = false;
      this.#deps.onFault(answer.fault);
      return false;
    }
    const { json, tell } = this.#sent.shift()!;
    this.#bytes -= bytesOf(json);
    if (typeof answer === "string") {
      tell(answer);
      return true;
    }
    this.#dropped++;
    this.#deps.onRefused(answer.fault);
    tell("taken");
    return false;
  }

  /** Drops the older half, predictions first: a call whose end is missing would never end. */
  #makeRoom(): void {
    const half = this.#waiting.length >> 1;
    const older = this.#waiting.slice(0, half);
    const newer = this.#waiting.slice(half);
    const predictions = older.filter(isPrediction);
    const dropped = predictions.length > 0 ? predictions : older;
    const kept = dropped === older ? [] : older.filter((p) => !isPrediction(p));
    this.#waiting = [...kept, ...newer];
    this.#drop(dropped);
  }

  #drop(parcels: readonly Waiting[]): void {
    for (const { json, tell } of parcels) {
      this.#dropped++;
      this.#bytes -= bytesOf(json);
      tell("taken");
    }
    const calls = new Set(parcels.map(({ entry }) => entry.event.sessionId));
    for (const parcel of this.#waiting) {
      parcel.isAfterGap ||= calls.has(parcel.entry.event.sessionId);
    }
  }
}

function isPrediction({ entry }: Parcel): boolean {
  return entry.event.type === "prediction";
}

function bytesOf(json: string): number {
  return json.length + PARCEL_BYTES;
}

/** Whether the same event would be refused again: its key holds something else. */
function isForGood(fault: string): boolean {
  return fault.includes("WRONGTYPE");
}
