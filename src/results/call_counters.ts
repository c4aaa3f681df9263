import type { Prediction } from "../protocol/native/messages.ts";
import type {
  CallEnd,
  CallInfo,
  CallSink,
  Refusal,
} from "../session/call_sink.ts";
import type { Losses } from "../session/losses.ts";
import { Tally } from "./tally.ts";

/** How each loss is counted: in messages, or in milliseconds of audio. */
const LOST = {
  lateChunks: ["chunks", "late"],
  repeatedChunks: ["chunks", "repeated"],
  unreadChunks: ["chunks", "unread"],
  silenceMs: ["audioMs", "filled"],
  unfilledMs: ["audioMs", "unfilled"],
  leftOutMs: ["audioMs", "left_out"],
} as const satisfies Record<keyof Losses, readonly [string, string]>;

/** Counts of calls since the process began. */
export interface CallCounts {
  readonly started: Tally<"platform">;
  readonly resumed: Tally<"platform">;
  /** Sockets that clients lost in calls that could be resumed. */
  readonly interrupted: Tally<"platform">;
  /** By how they ended: an orderly reason, or the code of a fault. */
  readonly ended: Tally<"platform" | "outcome">;
  /** Calls that would have ended here, and had gone on in another process. */
  readonly moved: Tally<"platform">;
  /** Requests and calls that were not taken, by code. */
  readonly refused: Tally<"platform" | "reason">;
  readonly predictions: Tally<"role" | "label" | "state">;
  /** Windows left out because the server was late. */
  readonly skipped: Tally<"platform">;
  /** Messages with audio that were dropped. */
  readonly chunks: Tally<"platform" | "kind">;
  /** Audio that was missing. */
  readonly audioMs: Tally<"platform" | "kind">;
}

/**
 * Counts calls, for whoever measures the process. Nothing by which it counts is
 * chosen by a client: platforms, roles, the model's labels, and our own codes.
 */
export class CallCounters implements CallSink {
  readonly #open = new Map<string, CallInfo>();
  readonly counts: CallCounts = {
    started: new Tally(),
    resumed: new Tally(),
    interrupted: new Tally(),
    ended: new Tally(),
    moved: new Tally(),
    refused: new Tally(),
    predictions: new Tally(),
    skipped: new Tally(),
    chunks: new Tally(),
    audioMs: new Tally(),
  };

  /** Calls with a client now; never more than there may be sessions. */
  get open(): Iterable<CallInfo> {
    return this.#open.values();
  }

  started(call: CallInfo): void {
    this.#open.set(call.sessionId, call);
    this.counts.started.add({ platform: call.platform });
  }

  resumed(call: CallInfo): void {
    this.#open.set(call.sessionId, call);
    this.counts.resumed.add({ platform: call.platform });
  }

  interrupted(call: CallInfo): void {
    this.#close(call);
    this.counts.interrupted.add({ platform: call.platform });
  }

  predicted({ platform }: CallInfo, prediction: Prediction): void {
    const { role, label, state, skipped } = prediction;
    this.counts.predictions.add({ role, label: label ?? "none", state });
    if (skipped > 0) this.counts.skipped.add({ platform }, skipped);
  }

  ended(call: CallInfo, end: CallEnd): void {
    this.#close(call);
    const { platform } = call;
    const outcome = end.reason === "fault" ? end.code : end.reason;
    this.counts.ended.add({ platform, outcome });
    for (const name of Object.keys(LOST) as (keyof Losses)[]) {
      const [unit, kind] = LOST[name];
      const lost = end.losses[name];
      if (lost > 0) this.counts[unit].add({ platform, kind }, lost);
    }
  }

  moved(call: CallInfo): void {
    this.#close(call);
    this.counts.moved.add({ platform: call.platform });
  }

  refused({ platform, code }: Refusal): void {
    this.counts.refused.add({ platform, reason: code });
  }

  /** Unless the call has been resumed meanwhile. */
  #close({ sessionId, generation }: CallInfo): void {
    const known = this.#open.get(sessionId);
    if (known && known.generation <= generation) this.#open.delete(sessionId);
  }
}
