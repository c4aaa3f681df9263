/**
 * How long the predictions of simulated calls took, from speaker to subscriber.
 *
 * @module
 */
import type { Prediction } from "../src/protocol/native/messages.ts";
import type { CallEnded } from "../src/results/call_event.ts";
import { Distribution, type Figures } from "./_distribution.ts";
import { MAX_LATENESS_MS } from "./_load_result.ts";
import { LOOK_AHEAD_MS } from "./_owed_answers.ts";
import type { CallWatch, Speech } from "./_simulators/simulator.ts";

/** What was found. */
export interface LatencyResult {
  /** Calls of which all was heard, to their end. */
  readonly followed: number;
  readonly predictions: number;
  /** Windows left out, as the server counted them. */
  readonly skipped: number;
  /** From when the message with a window's last sample was due, to its prediction received by a subscriber. */
  readonly latencyMs: Figures | null;
  /** By how much messages left later than they were due. */
  readonly latenessMs: Figures | null;
  /** Whether this program kept its pace; if not, figures may be its own doing. */
  readonly isValid: boolean;
}

/** Measures calls that are watched and followed. */
export class CallLatency implements CallWatch {
  readonly #now: () => number;
  readonly #speeches = new Map<string, Speech>();
  readonly #latency = new Distribution();
  readonly #lateness = new Distribution();
  readonly #allEnded = Promise.withResolvers<void>();
  readonly #callCount: number;
  #followed = 0;
  #skipped = 0;

  /** @param callCount Calls that will be made. */
  constructor(callCount: number, now: () => number) {
    this.#callCount = callCount;
    this.#now = now;
  }

  readonly spoke = (speech: Speech): void => {
    this.#speeches.set(speech.callId, speech);
  };

  readonly sent = (lateMs: number): void => this.#lateness.add(lateMs);

  /** Whether a call is one of those that are watched. */
  readonly isWanted = (callId: string): boolean => this.#speeches.has(callId);

  /** Counts a prediction, unless it answers the end of its call. */
  readonly onPrediction = (callId: string, { endMs }: Prediction): void => {
    const receivedMs = this.#now();
    const speech = this.#speeches.get(callId)!;
    if (endMs + LOOK_AHEAD_MS > speech.audioMs) return;
    this.#latency.add(receivedMs - speech.dueMs(endMs));
  };

  readonly onEnded = (_callId: string, end: CallEnded["end"]): void => {
    if (end.reason !== "fault") this.#skipped += end.report.totals.skipped;
    if (++this.#followed === this.#callCount) this.#allEnded.resolve();
  };

  /** Resolves when all calls have ended. */
  get allEnded(): Promise<void> {
    return this.#allEnded.promise;
  }

  /** What was found so far. */
  result(): LatencyResult {
    const latenessMs = this.#lateness.figures();
    return {
      followed: this.#followed,
      predictions: this.#latency.count,
      skipped: this.#skipped,
      latencyMs: this.#latency.figures(),
      latenessMs,
      isValid: latenessMs !== null && latenessMs.p99 <= MAX_LATENESS_MS,
    };
  }
}
