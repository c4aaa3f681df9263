/**
 * One call, without socket, wire format or tensor: audio in, predictions out.
 *
 * @module
 */
import { silentByte } from "../audio/sample_encoding.ts";
import type {
  ChannelSummary,
  Prediction,
  Totals,
} from "../protocol/native/messages.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { Span } from "../stream/window_clock.ts";
import {
  assertWhole,
  type AudioFormat,
  bytesPerTick,
  durationMs,
  tickCount,
} from "./audio_format.ts";
import { AudioQueue, type QueuedAudio } from "./audio_queue.ts";
import type { Backlog } from "./backlog.ts";
import type { ByteBudget } from "./byte_budget.ts";
import { ChannelGroup } from "./channel_group.ts";
import { isTooLate, waitMs } from "./lateness.ts";
import type { SessionModel } from "./scoring.ts";
import { WindowPlan } from "./window_plan.ts";

/** What sessions of one process share. */
export interface SessionDeps {
  readonly model: SessionModel;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  /** Lets the event loop serve others. */
  readonly breathe: () => Promise<void>;
  /** Audio that may wait in all sessions together. */
  readonly budget: ByteBudget;
  /** Hears how long answers take. */
  readonly backlog: Pick<Backlog, "note">;
}

/** Who hears of what a session finds. */
export interface SessionEvents {
  readonly onPrediction: (prediction: Prediction) => void;
  /** The session has ended by a fault; nothing comes after. */
  readonly onFault: (fault: ProtocolError) => void;
}

/** What is said at the end of a call. */
export interface SessionReport {
  readonly totals: Totals;
  readonly summary: readonly ChannelSummary[];
}

/**
 * One call.
 *
 * What comes is queued; one pump takes it in slices, turns them into rows, and
 * answers each window that falls due before it takes the next slice:
 *
 *     push --> queue --> slice --> rows of each channel
 *                          ^            | window due
 *                          |            v
 *                          +-- send <-- score all channels together
 *
 * So windows are answered in order, one at a time, and what they look at does
 * not depend on how the audio was cut. Markers travel in the same queue: what a
 * marker does comes after the answers to all audio before it.
 */
export class Session {
  readonly #format: AudioFormat;
  readonly #deps: SessionDeps;
  readonly #events: SessionEvents;
  readonly #plan: WindowPlan;
  readonly #channels: ChannelGroup;
  readonly #queue: AudioQueue;
  readonly #sliceBytes: number;
  #pumping = false;
  #ended = false;
  #receivedBytes = 0;
  #firstArrivedMs: number | undefined;
  /** Windows answered or left out. */
  #windowCount = 0;
  /** Windows left out since the last answer. */
  #skipped = 0;
  #totals = { predictions: 0, skipped: 0 };

  constructor(format: AudioFormat, deps: SessionDeps, events: SessionEvents) {
    this.#format = format;
    this.#deps = deps;
    this.#events = events;
    this.#plan = new WindowPlan(deps.model);
    this.#channels = new ChannelGroup(format, deps.model, this.#plan);
    this.#queue = new AudioQueue(deps.budget);
    this.#sliceBytes = bytesPerTick(format) *
      Math.floor(format.sampleRateHz * this.#plan.strideMs / 1000);
  }

  /**
   * Receives audio. The bytes are kept, so they must not change.
   *
   * @throws {ProtocolError} `bad_audio` if a sample is cut, `too_far_ahead` or
   * `overloaded` if too much audio waits. The caller must then {@linkcode end}.
   */
  push(bytes: Uint8Array): void {
    assertWhole(bytes, this.#format);
    if (this.#ended) return;
    this.#queue.pushAudio(bytes, this.#deps.now());
    this.#receivedBytes += bytes.length;
    this.#pump();
  }

  /**
   * Receives silence for audio that is missing.
   *
   * @param ticks Samples of each channel.
   * @throws {ProtocolError} As {@linkcode push}.
   */
  pushSilence(ticks: number): void {
    if (this.#ended || ticks === 0) return;
    const bytes = ticks * bytesPerTick(this.#format);
    const byte = silentByte(this.#format.encoding);
    this.#queue.pushSilence(bytes, byte, this.#deps.now());
    this.#receivedBytes += bytes;
    this.#pump();
  }

  /** Calls back once all windows that are complete so far are answered. */
  flush(answered: () => void): void {
    if (this.#ended) return;
    this.#queue.pushMarker(answered);
    this.#pump();
  }

  /** Answers the tail, calls back with the report and ends. */
  finish(done: (report: SessionReport) => void): void {
    if (this.#ended) return;
    this.#queue.pushMarker(async () => {
      await this.#answerTail();
      if (this.#ended) return;
      this.end();
      done(this.#report());
    });
    this.#pump();
  }

  /** Forgets what waits and drops answers that are under way. */
  end(): void {
    this.#ended = true;
    this.#queue.clear();
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (;;) {
        const item = this.#queue.take(this.#sliceBytes);
        if (item === undefined) return;
        await (item.kind === "audio" ? this.#hear(item) : item.reached());
        await this.#deps.breathe();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pumping = false;
    }
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.end();
    this.#events.onFault(ProtocolError.from(error));
  }

  async #hear({ bytes, arrivedMs }: QueuedAudio): Promise<void> {
    this.#firstArrivedMs ??= arrivedMs;
    this.#channels.push(bytes);
    while (this.#windowCount < this.#channels.dueCount && !this.#ended) {
      const span = this.#plan.span(this.#windowCount);
      const endMs = this.#plan.endMs(span);
      const expectedMs = this.#firstArrivedMs! + endMs;
      const arrival = () => ({
        nowMs: this.#deps.now(),
        arrivedMs,
        expectedMs,
      });
      if (isTooLate({ ...arrival(), hasNewer: this.#hasNewer() })) this.#skip();
      else await this.#answer(span, endMs);
      this.#deps.backlog.note(waitMs(arrival()));
    }
  }

  /** Whether the window after the one that is due has been received whole. */
  #hasNewer(): boolean {
    const received = this.#plan.sampleCount(
      tickCount(this.#receivedBytes, this.#format),
      this.#format.sampleRateHz,
    );
    return this.#plan.countOfSamples(received) > this.#windowCount + 1;
  }

  #skip(): void {
    this.#windowCount++;
    this.#skipped++;
    this.#totals.skipped += this.#channels.count;
  }

  async #answer(span: Span, endMs: number): Promise<void> {
    const findings = await this.#channels.judge(span);
    const window = {
      index: this.#windowCount++,
      startMs: this.#plan.startMs(span),
      endMs,
      skipped: this.#skipped,
    };
    this.#skipped = 0;
    findings.forEach((finding, channel) => {
      if (this.#ended) return;
      this.#totals.predictions++;
      this.#events.onPrediction({
        type: "prediction",
        channel,
        role: this.#format.channels[channel]!.role,
        ...window,
        ...finding,
        bufferedMs: this.#bufferedMs(endMs),
      });
    });
  }

  /** Audio received beyond `endMs`, to the microsecond. */
  #bufferedMs(endMs: number): number {
    const beyondMs = this.#durationMs(this.#receivedBytes) - endMs;
    return Math.max(0, Math.round(beyondMs * 1000) / 1000);
  }

  /** Answers what came after the last window, with silence behind it. */
  async #answerTail(): Promise<void> {
    const span = this.#channels.finish(this.#windowCount);
    if (span === undefined) return;
    await this.#answer(span, this.#durationMs(this.#channels.heardBytes));
  }

  #report(): SessionReport {
    return {
      totals: {
        receivedBytes: this.#receivedBytes,
        audioMs: this.#durationMs(this.#receivedBytes),
        ...this.#totals,
      },
      summary: this.#channels.summary(),
    };
  }

  #durationMs(bytes: number): number {
    return durationMs(bytes, this.#format);
  }
}
