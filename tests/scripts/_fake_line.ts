/** Lines to a server that there is not. */
import type { CallerDeps, CallerLine } from "../../scripts/_load_client.ts";
import type { EndlessCall } from "../../scripts/_load_audio.ts";
import type { CallRecord } from "../../scripts/_call_record.ts";
import { LoadSchedule, type LoadShape } from "../../scripts/_load_schedule.ts";
import type {
  Closed,
  ErrorMessage,
  Open,
  Opened,
  Prediction,
  ServerMessage,
} from "../../src/protocol/native/messages.ts";
import { answers, PREDICTION } from "./_fake_server.ts";

/** Four chunks of 20 ms that can be told apart. */
export const CALL: EndlessCall = {
  open: {
    type: "open",
    version: 1,
    encoding: "mulaw",
    sampleRateHz: 8_000,
    channels: [{ role: "customer" }],
  },
  chunks: [0, 1, 2, 3].map((name) => new Uint8Array(160).fill(name)),
  chunkMs: 20,
};

export const OPENED = answers(CALL.open)[0] as Opened;

/** The prediction of window `index`. */
export function predictionOf(
  index: number,
  more: Partial<Prediction> = {},
): Prediction {
  return { ...PREDICTION, index, endMs: 985 + 480 * index, ...more };
}

export function closedWith(more: Partial<Closed> = {}): Closed {
  const [, closed] = answers({ type: "close" });
  return { ...closed as Closed, ...more };
}

export const OVERLOADED: ErrorMessage = {
  type: "error",
  code: "overloaded",
  message: "Cannot take a session as there may be at most 500: try again later",
};

/** A line whose other end is the test. */
export class FakeLine implements CallerLine {
  readonly say: (message: ServerMessage) => void;
  readonly sent: number[] = [];
  opened: Open | undefined;
  hasClosed = false;
  isDropped = false;
  readonly #ended = Promise.withResolvers<void>();

  constructor(say: (message: ServerMessage) => void) {
    this.say = say;
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  open(message: Open): Promise<void> {
    this.opened = message;
    return Promise.resolve();
  }

  sendAudio(bytes: Uint8Array<ArrayBuffer>): void {
    this.sent.push(bytes[0]!);
  }

  close(): void {
    this.hasClosed = true;
  }

  drop(): void {
    this.isDropped = true;
  }

  /** Ends as a real line does: well, or with a fault. */
  async end(fault?: string): Promise<void> {
    if (fault === undefined) this.#ended.resolve();
    else this.#ended.reject(new Error(fault));
    await this.#ended.promise.catch(() => {});
    await null; // who listens has heard it
  }
}

/** A line to a server that answers every window at once, and all that is asked. */
export class WillingLine extends FakeLine {
  #audioMs = 0;
  #windows = 0;

  override async open(message: Open): Promise<void> {
    await super.open(message);
    this.say(OPENED);
  }

  override sendAudio(bytes: Uint8Array<ArrayBuffer>): void {
    super.sendAudio(bytes);
    this.#audioMs += CALL.chunkMs;
    const next = predictionOf(this.#windows);
    if (next.endMs > this.#audioMs) return;
    this.#windows++;
    this.say(next);
  }

  override close(): void {
    super.close();
    this.say(predictionOf(this.#windows, { endMs: this.#audioMs }));
    this.say(closedWith());
    this.end();
  }
}

/** What callers need, with everything that they tell. */
export function callerDeps(
  shape: Partial<LoadShape>,
  { now, dial }: Pick<CallerDeps, "now" | "dial">,
) {
  const chunks: [dueMs: number, sentMs: number][] = [];
  const latencies: [sentMs: number, receivedMs: number][] = [];
  const records: CallRecord[] = [];
  const deps: CallerDeps = {
    call: CALL,
    schedule: new LoadSchedule({
      sessions: 1,
      rampMs: 0,
      settleMs: 0,
      durationMs: 2_000,
      inStep: true,
      ...shape,
    }, now()),
    now,
    dial,
    onChunk: (...times) => chunks.push(times),
    onAnswer: (...times) => latencies.push(times),
    onOver: (record) => records.push(record),
  };
  return { deps, chunks, latencies, records };
}
