/**
 * Calls, windows, a clock that is moved by hand and a store that does as it is
 * told, for tests of call records.
 *
 * @module
 */
import type { CallEvent } from "../../../src/results/call_event.ts";
import {
  applyBatch,
  type CallBatch,
} from "../../../src/results/records/call_batch.ts";
import type { Clock } from "../../../src/results/records/clock.ts";
import type { OpenedKv } from "../../../src/results/records/kv_connection.ts";
import { KvConnection } from "../../../src/results/records/kv_connection.ts";
import { KvStore } from "../../../src/results/records/kv_store.ts";
import type { AppendOutcome } from "../../../src/results/records/record_store.ts";
import type { StoredCall } from "../../../src/results/records/stored_call.ts";
import { WindowRows } from "../../../src/results/records/window_rows.ts";
import type { Prediction } from "../../../src/protocol/native/messages.ts";
import type { CallEnd, CallInfo } from "../../../src/session/call_sink.ts";
import { noLosses } from "../../../src/session/losses.ts";
import { settle } from "../../session/_fakes.ts";

export const LABELS = ["calm", "happy", "angry"];
/** When the calls of these tests begin. */
export const START_MS = 1_700_000_000_000;
export const DAY_MS = 86_400_000;
const STRIDE_MS = 480;

/** A call of a customer and an agent. */
export function callInfo(fields: Partial<CallInfo> = {}): CallInfo {
  return {
    platform: "twilio",
    sessionId: "s-1",
    callId: "CA1",
    streamId: "MZ1",
    tenant: "acme",
    generation: 0,
    startedAtMs: START_MS,
    model: { name: "fake", sha256: "ab".repeat(32), labels: LABELS },
    channels: [
      { direction: "inbound", role: "customer", place: 0 },
      { direction: "outbound", role: "agent", place: 1 },
    ],
    ...fields,
  };
}

/** A window with speech; each stands for a stride that none before it covered. */
export function prediction(
  index: number,
  fields: Partial<Prediction> = {},
): Prediction {
  return {
    type: "prediction",
    channel: 0,
    role: "customer",
    index,
    startMs: index * STRIDE_MS,
    endMs: (index + 1) * STRIDE_MS,
    state: "speech",
    label: "happy",
    confidence: 0.6,
    posterior: { calm: 0.3, happy: 0.6, angry: 0.1 },
    skipped: 0,
    bufferedMs: 0,
    ...fields,
  };
}

export const SILENT = {
  state: "no_speech",
  label: null,
  confidence: null,
  posterior: null,
} as const;

/** Windows as they are laid. */
export function laid(windows: readonly Prediction[]): Uint8Array {
  const rows = new WindowRows(LABELS);
  windows.forEach((window) => rows.append(window));
  return rows.first(rows.length);
}

/** What is to be written of a call. */
export function batch(fields: Partial<CallBatch> = {}): CallBatch {
  return {
    call: callInfo(),
    atMs: START_MS,
    isInterrupted: false,
    writer: "w-1",
    firstNote: 0,
    notes: [],
    rows: [],
    end: undefined,
    ...fields,
  };
}

/** A batch with windows of the customer. */
export function batchOf(
  indexes: readonly number[],
  fields: Partial<CallBatch> = {},
): CallBatch {
  const rows = [laid(indexes.map((index) => prediction(index)))];
  return batch({ rows, ...fields });
}

/** The end of a call, as a batch has it. */
export const BATCH_END = {
  atMs: START_MS + 60_000,
  reason: "client_close",
  fault: null,
  complaint: null,
  losses: noLosses(),
  audioMs: 60_000,
  summary: [],
} as const;

export const END: CallEnd = {
  reason: "client_close",
  losses: { ...noLosses(), lateChunks: 3 },
  report: {
    totals: { receivedBytes: 1, audioMs: 960, predictions: 2, skipped: 0 },
    summary: [{
      channel: 0,
      role: "customer",
      windows: 2,
      speechWindows: 2,
      coverage: 1,
      speechMs: 900,
      label: "happy",
      confidence: 0.7,
      posterior: { calm: 0.2, happy: 0.7, angry: 0.1 },
      shares: { calm: 0, happy: 1, angry: 0 },
    }],
  },
};

/** What is told of a call. */
export function told(call: CallInfo) {
  const { sessionId, tenant, generation } = call;
  const head = { atMs: START_MS, sessionId, tenant, generation };
  return {
    started: (): CallEvent => ({ type: "call.started", ...head, call }),
    resumed: (): CallEvent => ({ type: "call.resumed", ...head, call }),
    interrupted: (): CallEvent => ({ type: "call.interrupted", ...head }),
    ended: (): CallEvent => ({ type: "call.ended", ...head, end: END }),
    predicted: (prediction: Prediction): CallEvent => ({
      type: "prediction",
      ...head,
      prediction,
    }),
    escalated: (): CallEvent => ({
      type: "escalation",
      ...head,
      channel: 0,
      label: "angry",
      startMs: 0,
      endMs: 4_800,
      confidence: 0.8,
    }),
  };
}

/** A clock that is moved by hand. */
export class HandClock implements Clock {
  #nowMs = 0;
  #timers = new Map<() => void, number>();
  readonly now = () => this.#nowMs;
  readonly wallMs = () => START_MS + this.#nowMs;

  /** Callbacks that are still to come. */
  get waiting(): number {
    return this.#timers.size;
  }

  readonly after = (ms: number, act: () => void): () => void => {
    const timer = () => act();
    this.#timers.set(timer, this.#nowMs + ms);
    return () => this.#timers.delete(timer);
  };

  /** Lets time pass, and what follows from it happen. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (;;) {
      const [next] = [...this.#timers].sort(([, a], [, b]) => a - b);
      if (next === undefined || next[1] > endMs) break;
      this.#nowMs = Math.max(this.#nowMs, next[1]);
      this.#timers.delete(next[0]);
      next[0]();
      await settle();
    }
    this.#nowMs = endMs;
  }
}

/** A store in memory that fails or hangs while it is told to. */
export class FickleStore {
  readonly calls = new Map<string, StoredCall>();
  readonly windows = new Map<string, number>();
  attempts = 0;
  mood: "well" | "throws" | "hangs" = "well";
  /** Calls that fail whatever the mood is. */
  readonly cursed = new Set<string>();

  async append(batch: CallBatch): Promise<AppendOutcome> {
    this.attempts++;
    const { sessionId } = batch.call;
    await null;
    if (this.mood === "hangs") await new Promise(() => {});
    if (this.mood === "throws" || this.cursed.has(sessionId)) {
      throw new Error("database or disk is full");
    }
    const applied = applyBatch(this.calls.get(sessionId), batch);
    if (applied === undefined) return "overtaken";
    this.calls.set(sessionId, applied.stored);
    return "written";
  }
}

/** A store in memory that ends with its scope. */
export async function memoryStore(
  { days = 30, wallMs = () => START_MS + 1_000 } = {},
) {
  const kv = await Deno.openKv(":memory:");
  const store = new KvStore({
    connection: { use: (act) => act(kv) },
    keptMs: days * DAY_MS,
    wallMs,
  });
  return { kv, store, [Symbol.dispose]: () => kv.close() };
}

/** The way to a store that opens as it is told. */
export function connectionTo(
  open: () => Promise<OpenedKv>,
  clock: Pick<Clock, "after"> = new HandClock(),
) {
  let replacements = 0;
  const connection = new KvConnection({
    open,
    clock,
    onReplaced: () => replacements++,
  });
  return { connection, replacements: () => replacements };
}

/** All of an iterable. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Every key that lies in a store. */
export async function keysIn(kv: Deno.Kv): Promise<Deno.KvKey[]> {
  return (await all(kv.list({ prefix: [] }))).map(({ key }) => key);
}
