/**
 * Writes what was heard of calls into the store, off their path: each soon after
 * something happened, a live one every ten seconds, and again if it fails.
 *
 * @module
 */
import type { Clock } from "./clock.ts";
import type { PendingCall } from "./pending_call.ts";
import type { RecordStore } from "./record_store.ts";

/** From one write of a live call to the next: what `kill -9` may cost of its timeline. */
export const WRITE_EVERY_MS = 10_000;
/** After a failed write: doubled each time up to the second. */
export const RETRY_MS = { first: 1_000, last: 30_000 } as const;
/** Calls that are written at a time: on the managed service a write takes tens of milliseconds, and 500 calls are due within ten seconds. */
const MAX_WRITES = 8;
/** What the last writes may take when the server stops; it has 4 s for all. */
export const FINISH_MS = 1_500;

/** What {@linkcode RecordWriter} needs. */
export interface RecordWriterDeps {
  readonly store: Pick<RecordStore, "append">;
  readonly clock: Clock;
  /** A call is written to its end, or somebody else writes of it. */
  readonly onDone: (call: PendingCall) => void;
  /** The store has begun to fail, or has come back: then there is no fault. */
  readonly onChange: (fault: string | undefined) => void;
}

/** Writes calls. */
export class RecordWriter {
  readonly #deps: RecordWriterDeps;
  readonly #calls = new Set<PendingCall>();
  #cancelWake: (() => void) | undefined;
  #round: Promise<void> | undefined;
  #retryMs = 0;
  #isStopping = false;
  #fault: string | undefined;
  #failedWrites = 0;

  constructor(deps: RecordWriterDeps) {
    this.#deps = deps;
  }

  /** Why the last write failed, if it did. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Writes that failed, and were or will be tried again. */
  get failedWrites(): number {
    return this.#failedWrites;
  }

  /** Writes a call soon, and from now on. */
  writeSoon(call: PendingCall): void {
    call.dueMs = 0;
    this.#calls.add(call);
    if (this.#retryMs === 0 || !this.#cancelWake) this.#wake(this.#retryMs);
  }

  /** Writes of a call no more. */
  forget(call: PendingCall): void {
    this.#calls.delete(call);
  }

  /** Writes all that waits once more, and then nothing; resolves within {@linkcode FINISH_MS}. */
  async finish(): Promise<void> {
    this.#isStopping = true;
    this.#cancelWake?.();
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#deps.clock.after(FINISH_MS, resolve);
    await Promise.race([promise, this.#writeRest()]);
    cancel();
    this.#calls.clear();
  }

  async #writeRest(): Promise<void> {
    await this.#round;
    for (const call of this.#calls) call.dueMs = 0;
    while (this.#due().length > 0) {
      if (await this.#writeDue() !== "well") return;
    }
  }

  #wake(ms: number): void {
    if (this.#round || this.#isStopping) return;
    this.#cancelWake?.();
    this.#cancelWake = this.#deps.clock.after(ms, () => {
      this.#cancelWake = undefined;
      this.#round = this.#run();
    });
  }

  async #run(): Promise<void> {
    const health = await this.#writeDue();
    this.#round = undefined;
    this.#retryMs = nextRetryMs(this.#retryMs, health);
    if (this.#calls.size > 0) this.#wake(this.#retryMs || this.#nextDueMs());
  }

  #due(): PendingCall[] {
    const nowMs = this.#deps.clock.now();
    return [...this.#calls].filter(({ dueMs }) => dueMs <= nowMs);
  }

  #nextDueMs(): number {
    const dueMs = Math.min(...[...this.#calls].map(({ dueMs }) => dueMs));
    return Math.max(0, dueMs - this.#deps.clock.now());
  }

  /** Writes what is due; a store that takes nothing is left alone. */
  async #writeDue(): Promise<Health> {
    const due = this.#due();
    let health: Health = "well";
    for (let at = 0; at < due.length; at += MAX_WRITES) {
      const some = due.slice(at, at + MAX_WRITES);
      const wells = await Promise.all(some.map((call) => this.#write(call)));
      if (wells.every((isWell) => !isWell)) return at === 0 ? "away" : "faulty";
      if (!wells.every(Boolean)) health = "faulty";
    }
    return health;
  }

  /** @returns Whether the store took it. */
  async #write(call: PendingCall): Promise<boolean> {
    const { store, clock, onDone } = this.#deps;
    const batch = call.batch(clock.wallMs());
    call.dueMs = clock.now() + WRITE_EVERY_MS;
    try {
      const outcome = await store.append(batch);
      this.#turn(undefined);
      if (outcome === "written") call.written(batch);
      const isOvertaken = outcome === "overtaken" &&
        batch.call.generation === call.generation;
      if (call.isDone || isOvertaken) onDone(call);
      else if (call.isCut) call.dueMs = 0;
      return true;
    } catch (fault) {
      this.#noteFault(call, fault);
      return false;
    }
  }

  /** What could not be written is due again, behind all others. */
  #noteFault(call: PendingCall, fault: unknown): void {
    call.dueMs = 0;
    if (this.#calls.delete(call)) this.#calls.add(call);
    this.#failedWrites++;
    this.#turn(fault instanceof Error ? fault.message : String(fault));
  }

  #turn(fault: string | undefined): void {
    const hasChanged = (fault === undefined) !== (this.#fault === undefined);
    this.#fault = fault;
    if (hasChanged) this.#deps.onChange(fault);
  }
}

/** How a round of writes went: whether the store took all, some, or nothing. */
type Health = "well" | "faulty" | "away";

function nextRetryMs(retryMs: number, health: Health): number {
  if (health === "well") return 0;
  if (health === "faulty" || retryMs === 0) return RETRY_MS.first;
  return Math.min(2 * retryMs, RETRY_MS.last);
}
