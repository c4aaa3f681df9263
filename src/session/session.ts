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
import {
  assertWhole,
  type AudioFormat,
  bytesPerTick,
  durationMs,
} from "./audio_format.ts";
import { AudioQueue, type QueuedAudio } from "./audio_queue.ts";
import type { Backlog } from "./backlog.ts";
import type { ByteBudget } from "./byte_budget.ts";
import { ChannelGroup } from "./channel_group.ts";
import { isTooLate, waitMs } from "./lateness.ts";
import { MAX_JOINED_BYTES } from "./limits.ts";
import type { SessionModel } from "./scoring.ts";
import { type Place, Stretch, type StretchWindow } from "./stretch.ts";
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
 * What comes is queued until a window may be complete; then one pump takes it in
 * slices, turns them into rows, and answers each window that falls due before it
 * takes the next slice:
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
  readonly #queue: AudioQueue;
  readonly #sliceBytes: number;
  /** Bytes of the call without which nothing is due. */
  #dueBytes: number;
  #pumping = false;
  #ended = false;
  #receivedBytes = 0;
  /** Where the stretch began that audio is received of; the one that is heard may be an older one. */
  #receiving: Place = { firstByte: 0, leftOutSamples: 0 };
  #stretch: Stretch;
  /** Windows left out since the last answer. */
  #skipped = 0;
  #totals = { predictions: 0, skipped: 0 };

  constructor(format: AudioFormat, deps: SessionDeps, events: SessionEvents) {
    this.#format = format;
    this.#deps = deps;
    this.#events = events;
    this.#plan = new WindowPlan(deps.model);
    this.#stretch = new Stretch({
      format,
      plan: this.#plan,
      place: this.#receiving,
      firstIndex: 0,
      channels: new ChannelGroup(format, deps.model, this.#plan),
    });
    const tickBytes = bytesPerTick(format);
    this.#sliceBytes = tickBytes *
      Math.floor(format.sampleRateHz * this.#plan.strideMs / 1000);
    const joinedTicks = Math.floor(MAX_JOINED_BYTES / tickBytes);
    this.#queue = new AudioQueue(
      deps.budget,
      Math.min(this.#sliceBytes, joinedTicks * tickBytes),
    );
    this.#dueBytes = this.#stretch.dueBytes;
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
    this.#receive(bytes.length);
  }

  /**
   * Goes on after so many samples of each channel that nobody can hear: positions
   * count them, and what came before is answered as the end of a call would be, so
   * that no window spans them.
   *
   * @throws {ProtocolError} As {@linkcode push}.
   */
  leaveOut(samples: number): void {
    if (this.#ended) return;
    const { firstByte, leftOutSamples } = this.#receiving;
    if (firstByte === this.#receivedBytes) {
      this.#receiving.leftOutSamples += samples;
      return;
    }
    const place: Place = {
      firstByte: this.#receivedBytes,
      leftOutSamples: leftOutSamples + samples,
    };
    this.#queue.pushMarker(async () => {
      await this.#answerTail();
      if (!this.#ended) this.#stretch = this.#stretch.next(place);
    });
    this.#receiving = place;
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
    this.#receive(bytes);
  }

  /**
   * Counts what waits, which is heard once a window may be complete: before,
   * nobody asks. Floats are heard at once, as they may be no amplitudes.
   */
  #receive(bytes: number): void {
    this.#receiving.firstArrivedMs ??= this.#deps.now();
    this.#receivedBytes += bytes;
    const isDue = this.#receivedBytes >= this.#dueBytes;
    if (isDue || this.#format.encoding === "pcm_f32le") this.#pump();
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
      done(this.report());
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
      this.#dueBytes = this.#stretch.dueBytes;
    }
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.end();
    this.#events.onFault(ProtocolError.from(error));
  }

  async #hear(audio: QueuedAudio): Promise<void> {
    this.#stretch.hear(audio);
    for (;;) {
      const { due } = this.#stretch;
      if (due === undefined || this.#ended) return;
      const { now, backlog } = this.#deps;
      const hasNewer = this.#stretch.hasNewer(this.#receivedBytes);
      if (isTooLate({ ...due, nowMs: now(), hasNewer })) this.#skip();
      else await this.#answer(due);
      backlog.note(waitMs({ ...due, nowMs: now() }));
    }
  }

  #skip(): void {
    this.#stretch.pass();
    this.#skipped++;
    this.#totals.skipped += this.#stretch.channels.count;
  }

  async #answer({ span, endMs }: StretchWindow): Promise<void> {
    const stretch = this.#stretch;
    const findings = await stretch.channels.judge(span);
    const window = {
      index: stretch.pass(),
      startMs: stretch.positionMs(this.#plan.startMs(span)),
      endMs: stretch.positionMs(endMs),
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
        bufferedMs: stretch.bufferedMs(this.#receivedBytes, endMs),
      });
    });
  }

  /** Answers what came after the last window, with silence behind it. */
  async #answerTail(): Promise<void> {
    const last = this.#stretch.finish();
    if (last !== undefined) await this.#answer(last);
  }

  /** What the call has sounded like so far. */
  report(): SessionReport {
    return {
      totals: {
        receivedBytes: this.#receivedBytes,
        audioMs: durationMs(this.#receivedBytes, this.#format),
        ...this.#totals,
      },
      summary: this.#stretch.channels.summary(),
    };
  }
}
