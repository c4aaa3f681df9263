/**
 * Hears of calls and has them written.
 *
 * @module
 */
import { ByteBudget } from "../../session/byte_budget.ts";
import type { CallInfo } from "../../session/call_sink.ts";
import type { CallEvent, CallListener } from "../call_event.ts";
import type { Clock } from "./clock.ts";
import { PendingCall } from "./pending_call.ts";
import type { RecordStore } from "./record_store.ts";
import { RecordWriter } from "./record_writer.ts";

/** Windows of all calls that may wait for the store: at 500 calls of one channel about ten minutes. */
export const MAX_WAITING_BYTES = 24 * 1_048_576;
/** Calls that may wait for the store, live ones among them: some minutes of short calls beside the 500 that a process hears. */
const MAX_WAITING_CALLS = 2_000;

/** How recording goes. */
export interface RecorderStatus {
  /** Calls that are heard, and calls that are over and not written yet. */
  readonly heldCalls: number;
  /** Windows that wait to be written, in bytes. */
  readonly waitingBytes: number;
  readonly failedWrites: number;
  /** Calls that were not recorded, or not to their end. */
  readonly lostCalls: number;
  /** Windows that were answered and not recorded. */
  readonly lostWindows: number;
  /** Why the last write failed, if it did. */
  readonly fault: string | undefined;
}

/** What {@linkcode Recorder} needs. */
export interface RecorderDeps {
  readonly store: Pick<RecordStore, "append">;
  readonly clock: Clock;
  /** The store has begun to fail, or has come back: then there is no fault. */
  readonly onChange: (fault: string | undefined) => void;
  /** @default {MAX_WAITING_BYTES} */
  readonly maxWaitingBytes?: number;
  /** @default {MAX_WAITING_CALLS} */
  readonly maxWaitingCalls?: number;
}

/** Hears of calls and has them written; what the store cannot take in time is counted, and lost. */
export class Recorder implements CallListener {
  readonly #budget: ByteBudget;
  readonly #maxCalls: number;
  readonly #calls = new Map<string, PendingCall>();
  readonly #writer: RecordWriter;
  #lostCalls = 0;
  #lostWindows = 0;

  constructor(deps: RecorderDeps) {
    this.#budget = new ByteBudget(deps.maxWaitingBytes ?? MAX_WAITING_BYTES);
    this.#maxCalls = deps.maxWaitingCalls ?? MAX_WAITING_CALLS;
    this.#writer = new RecordWriter({
      ...deps,
      onDone: (call) => this.#forget(call),
    });
  }

  /** How recording goes. */
  get status(): RecorderStatus {
    return {
      heldCalls: this.#calls.size,
      waitingBytes: this.#budget.heldBytes,
      failedWrites: this.#writer.failedWrites,
      lostCalls: this.#lostCalls,
      lostWindows: this.#lostWindows,
      fault: this.#writer.fault,
    };
  }

  heard(event: CallEvent): void {
    const known = this.#calls.get(keyOf(event));
    if (event.type === "call.started") known ?? this.#begin(event.call);
    else if (event.type === "call.resumed") {
      (known ?? this.#begin(event.call))?.resume(event.call, event.atMs);
    } else if (known === undefined) this.#miss(event);
    else if (event.type === "prediction") {
      if (!known.predict(event.prediction)) this.#lostWindows++;
      return;
    } else tell(known, event);
    const call = this.#calls.get(keyOf(event));
    if (call) this.#writer.writeSoon(call);
  }

  /** Writes what was heard of a call that has gone on elsewhere, and then no more of it. */
  left(of: Pick<CallEvent, "tenant" | "sessionId">): void {
    const call = this.#calls.get(keyOf(of));
    if (call === undefined || call.isOver) return;
    call.leave();
    this.#writer.writeSoon(call);
  }

  /** Writes what can be written, and ends; what is left is lost. */
  async finish(): Promise<void> {
    await this.#writer.finish();
    for (const call of [...this.#calls.values()]) this.#lose(call);
  }

  #begin(call: CallInfo): PendingCall | undefined {
    if (this.#calls.size >= this.#maxCalls && !this.#makeRoom()) {
      this.#lostCalls++;
      return undefined;
    }
    const pending = new PendingCall(call, this.#budget);
    this.#calls.set(keyOf(call), pending);
    return pending;
  }

  /** Of a store that was away for long the newest calls are kept: the oldest that is over goes. */
  #makeRoom(): boolean {
    for (const call of this.#calls.values()) {
      if (!call.isOver) continue;
      this.#lose(call);
      return true;
    }
    return false;
  }

  /** Nobody has said that this call began: there was no room for it. */
  #miss(event: CallEvent): void {
    if (event.type === "prediction") this.#lostWindows++;
  }

  #lose(call: PendingCall): void {
    this.#lostCalls++;
    this.#lostWindows += this.#forget(call);
  }

  #forget(call: PendingCall): number {
    this.#writer.forget(call);
    for (const [key, known] of this.#calls) {
      if (known === call) this.#calls.delete(key);
    }
    return call.discard();
  }
}

type CallNews = Exclude<
  CallEvent,
  { readonly type: "call.started" | "call.resumed" | "prediction" }
>;

function tell(call: PendingCall, event: CallNews): void {
  switch (event.type) {
    case "escalation":
      return call.note({ kind: "escalation", escalation: escalationOf(event) });
    case "call.interrupted":
      return call.interrupt(event.atMs);
    case "call.ended":
      return call.finish(event.end, event.atMs);
  }
  return event satisfies never;
}

function escalationOf(event: CallNews & { readonly type: "escalation" }) {
  const { atMs, channel, label, startMs, endMs, confidence } = event;
  return { atMs, channel, label, startMs, endMs, confidence };
}

function keyOf(
  { tenant, sessionId }: {
    readonly tenant: string;
    readonly sessionId: string;
  },
): string {
  return `${tenant} ${sessionId}`;
}
