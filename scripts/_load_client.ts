/**
 * One of the many callers of a load.
 *
 * @module
 */
import type {
  Closed,
  Opened,
  Prediction,
  ServerMessage,
} from "../src/protocol/native/messages.ts";
import type { Line } from "../src/client/line.ts";
import { CLOSE_CODES } from "../src/protocol/protocol_error.ts";
import type { CallRecord, Ending } from "./_call_record.ts";
import type { EndlessCall } from "./_load_audio.ts";
import type { LoadSchedule } from "./_load_schedule.ts";
import { type AnswerCount, OwedAnswers } from "./_owed_answers.ts";
import { SendTimes } from "./_send_times.ts";
import type { Paced } from "./_turns.ts";

/** The part of a {@linkcode Line} that a caller needs. */
export type CallerLine = Pick<
  Line,
  "open" | "sendAudio" | "close" | "ended" | "drop"
>;

/** What callers share. */
export interface CallerDeps {
  readonly call: EndlessCall;
  readonly schedule: LoadSchedule;
  readonly now: () => number;
  readonly dial: (onMessage: (message: ServerMessage) => void) => CallerLine;
  /** Hears of every chunk when it was due and when it went. */
  readonly onChunk: (dueMs: number, sentMs: number) => void;
  /** Hears of every owed prediction when its last sample went, and when it came. */
  readonly onAnswer: (sentMs: number, receivedMs: number) => void;
  readonly onOver: (record: CallRecord) => void;
}

/** A server that says nothing for so long is taken for gone. */
const PATIENCE_MS = 10_000;

/**
 * A caller that speaks at the pace of speech and measures its answers.
 *
 *     waiting --dial--> opening --opened--> speaking --close--> closing --closed--> over
 *                          \____________________\__________________\______fault______/
 */
export class LoadClient implements Paced {
  readonly #number: number;
  readonly #hangUpMs: number;
  readonly #deps: CallerDeps;
  readonly #sent = new SendTimes();
  #state: "waiting" | "opening" | "speaking" | "closing" | "over" = "waiting";
  #dueMs: number;
  #line: CallerLine | undefined;
  #fault: string | undefined;
  #closed: Closed | undefined;
  #speakMs = 0;
  /** Chunks until it hangs up. */
  #chunkCount = 0;
  #answers: OwedAnswers | undefined;

  /** @param number Its number among all calls of the load. */
  constructor(number: number, dialMs: number, deps: CallerDeps) {
    this.#number = number;
    this.#dueMs = dialMs;
    this.#hangUpMs = deps.schedule.hangUpMs(number, dialMs);
    this.#deps = deps;
  }

  get dueMs(): number {
    return this.#dueMs;
  }

  turn(nowMs: number): void {
    switch (this.#state) {
      case "waiting":
        return this.#dial(nowMs);
      case "opening":
      case "closing":
        return this.#fail(`no answer within ${PATIENCE_MS / 1000} s`);
      case "speaking":
        return this.#speak(nowMs);
      case "over":
        return;
    }
  }

  #dial(nowMs: number): void {
    this.#state = "opening";
    this.#dueMs = nowMs + PATIENCE_MS;
    const line = this.#deps.dial((message) => this.#hear(message));
    this.#line = line;
    line.ended.then(
      () => this.#settle(),
      (error) => this.#fail(this.#fault ?? (error as Error).message),
    );
    line.open(this.#deps.call.open).catch(() => {}); // `ended` tells
  }

  #hear(message: ServerMessage): void {
    if (this.#state === "over") return;
    switch (message.type) {
      case "opened":
        return this.#begin(message);
      case "prediction":
        return this.#take(message);
      case "closed":
        this.#closed = message;
        return;
      case "error": {
        const { code, message: text } = message;
        this.#fault = `${code} (close ${CLOSE_CODES[code]}): ${text}`;
      }
    }
  }

  #begin({ strideMs }: Opened): void {
    const { schedule, call, now } = this.#deps;
    this.#state = "speaking";
    this.#speakMs = schedule.speakMs(this.#number, now(), strideMs);
    const speechMs = Math.max(0, this.#hangUpMs - this.#speakMs);
    this.#chunkCount = Math.floor(speechMs / call.chunkMs);
    this.#answers = new OwedAnswers(this.#chunkCount * call.chunkMs, strideMs);
    this.#dueMs = this.#speakMs;
  }

  /** Sends what is due; more than a chunk if the turn comes late. */
  #speak(nowMs: number): void {
    const { call, now, onChunk } = this.#deps;
    while (this.#dueMs <= nowMs) {
      const count = this.#sent.count;
      if (count === this.#chunkCount) return this.#hangUp(nowMs);
      const sentMs = now();
      this.#sent.push(sentMs);
      this.#line!.sendAudio(this.#chunk(count));
      onChunk(this.#dueMs, sentMs);
      this.#dueMs = this.#speakMs + this.#sent.count * call.chunkMs;
    }
  }

  /** Everybody starts somewhere else in the recording. */
  #chunk(index: number): Uint8Array<ArrayBuffer> {
    const { chunks } = this.#deps.call;
    return chunks[(this.#number * CHUNKS_APART + index) % chunks.length]!;
  }

  #hangUp(nowMs: number): void {
    if (this.#deps.schedule.isRude(this.#number)) {
      return this.#end({ kind: "left" });
    }
    this.#state = "closing";
    this.#dueMs = nowMs + PATIENCE_MS;
    this.#line!.close();
  }

  #take(prediction: Prediction): void {
    if (!this.#answers!.take(prediction)) return;
    const { call, now, onAnswer } = this.#deps;
    onAnswer(this.#sent.when(prediction.endMs, call.chunkMs), now());
  }

  #settle(): void {
    const { reason } = this.#closed!;
    if (reason === "client_close") this.#end({ kind: "held" });
    else this.#fail(`closed by the server: ${reason}`);
  }

  #fail(reason: string): void {
    const kind = this.#state === "opening" ? "refused" : "lost";
    this.#end({ kind, reason });
  }

  #end(ending: Ending): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#dueMs = Infinity;
    this.#line!.drop();
    const { call, onOver } = this.#deps;
    onOver({
      ending,
      channelCount: call.open.channels.length,
      sentMs: this.#sent.count * call.chunkMs,
      answers: this.#answers && this.#count(this.#answers.summary()),
    });
  }

  /** The server's own count of what it left out is whole; predictions tell of what came before them. */
  #count(answers: AnswerCount): AnswerCount {
    if (this.#closed === undefined) return answers;
    return { ...answers, skipped: this.#closed.totals.skipped };
  }
}

/** A prime, so that callers of any recording meet no other's place soon. */
const CHUNKS_APART = 97;
