/**
 * What was heard of one call and is not written yet.
 *
 * @module
 */
import type { Prediction } from "../../protocol/native/messages.ts";
import type { ByteBudget } from "../../session/byte_budget.ts";
import type { CallEnd, CallInfo } from "../../session/call_sink.ts";
import type { BatchEnd, CallBatch } from "./call_batch.ts";
import type { Note } from "./call_notes.ts";
import { rowBytes, WindowRows } from "./window_rows.ts";

/** Windows of one channel in one write: half of what a value of Deno KV may be. */
const MAX_ROW_BYTES = 32_768;
/** What platforms and faults say is cut to it, so that a call fits into one value. */
const MAX_TEXT = 500;
/** Notes that may wait: what comes after them is lost, and a call of which so much is written is in a bad way. */
const MAX_NOTES = 1_000;

/** What was heard of one call and is not written yet. */
export class PendingCall {
  readonly #writer = crypto.randomUUID();
  readonly #budget: ByteBudget;
  readonly #rows: readonly WindowRows[];
  #call: CallInfo;
  #firstNote = 0;
  #notes: Note[] = [];
  #end: BatchEnd | undefined;
  #isInterrupted = false;
  #hasLeft = false;
  #isLastOut = false;
  #isAllWritten = false;
  #isDiscarded = false;
  #isCut = false;
  /** When it is to be written next, by the clock that never goes back. */
  dueMs = 0;

  /** @param budget Windows of all calls that may wait. */
  constructor(call: CallInfo, budget: ByteBudget) {
    this.#call = call;
    this.#budget = budget;
    this.#rows = call.channels.map(() => new WindowRows(call.model.labels));
  }

  /** How often its client had come back when it was heard of last. */
  get generation(): number {
    return this.#call.generation;
  }

  /** Whether nothing more is to come, and all of it is written. */
  get isDone(): boolean {
    return this.#isAllWritten;
  }

  /** Whether nothing more is to come. */
  get isOver(): boolean {
    return this.#end !== undefined || this.#hasLeft;
  }

  /** Whether its last batch could not hold all that waited. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Its client has come back. */
  resume(call: CallInfo, atMs: number): void {
    this.#call = call;
    this.#isInterrupted = false;
    this.#end = undefined;
    this.#hasLeft = false;
    this.note({ kind: "back", atMs });
  }

  /** Its client has lost its socket. */
  interrupt(atMs: number): void {
    this.#isInterrupted = true;
    this.note({ kind: "lost", atMs });
  }

  /** Something happened. */
  note(note: Note): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(note);
  }

  /** A window was answered. @returns Whether there was room for it. */
  predict(window: Prediction): boolean {
    const rows = this.#rows[window.channel];
    const bytes = rowBytes(this.#call.model.labels);
    if (rows === undefined || !this.#budget.take(bytes)) return false;
    rows.append(window);
    return true;
  }

  /** It is over. */
  finish(end: CallEnd, atMs: number): void {
    this.#end = endOf(end, atMs);
  }

  /** It has gone on elsewhere: whoever hears it now will write of its end. */
  leave(): void {
    this.#hasLeft = true;
  }

  /** What is to be written next. */
  batch(atMs: number): CallBatch {
    const rows = this.#rows.map((rows) => rows.first(MAX_ROW_BYTES));
    this.#isCut = this.#rows.some(({ length }, place) =>
      length > rows[place]!.length
    );
    this.#isLastOut = this.#hasLeft && !this.#isCut;
    return {
      call: this.#call,
      atMs,
      isInterrupted: this.#isInterrupted,
      writer: this.#writer,
      firstNote: this.#firstNote,
      notes: [...this.#notes],
      rows,
      end: this.#isCut ? undefined : this.#end,
    };
  }

  /** A batch of it was written. */
  written({ notes, rows, end }: CallBatch): void {
    if (this.#isDiscarded) return;
    this.#firstNote += notes.length;
    this.#notes = this.#notes.slice(notes.length);
    rows.forEach(({ length }, place) => {
      this.#rows[place]!.drop(length);
      this.#budget.give(length);
    });
    const isEndWritten = end !== undefined && end === this.#end;
    this.#isAllWritten = isEndWritten || this.#hasLeft && this.#isLastOut;
  }

  /** Lets go of what waits. @returns How many windows. */
  discard(): number {
    this.#isDiscarded = true;
    const bytes = this.#rows.reduce((sum, { length }) => sum + length, 0);
    this.#rows.forEach((rows) => rows.drop(rows.length));
    this.#budget.give(bytes);
    return bytes / rowBytes(this.#call.model.labels);
  }
}

function endOf(end: CallEnd, atMs: number): BatchEnd {
  const { reason, losses } = end;
  if (end.reason === "fault") {
    const message = end.message.slice(0, MAX_TEXT);
    const fault = { code: end.code, message };
    return {
      atMs,
      reason,
      losses,
      fault,
      complaint: null,
      audioMs: null,
      summary: [],
    };
  }
  const { report: { totals, summary }, complaint } = end;
  return {
    atMs,
    reason,
    losses,
    fault: null,
    complaint: complaint?.slice(0, MAX_TEXT) ?? null,
    audioMs: totals.audioMs,
    summary,
  };
}
