/**
 * What is heard of one call: audio in the order in which it came, windows answered
 * as they fall due, and what there is to remember of it.
 *
 * @module
 */
import type { CallState } from "../protocol/native/call_state.ts";
import { type AudioFormat, bytesPerTick, durationMs } from "./audio_format.ts";
import type { QueuedAudio } from "./audio_queue.ts";
import { ChannelGroup } from "./channel_group.ts";
import { isTooLate, waitMs } from "./lateness.ts";
import type {
  SessionDeps,
  SessionEvents,
  SessionReport,
} from "./session_deps.ts";
import { type Place, Stretch, type StretchWindow } from "./stretch.ts";
import type { WindowPlan } from "./window_plan.ts";

/** What must be remembered of a call, so that another session can go on with it. */
export type CallMark = Pick<
  CallState,
  "fromSample" | "index" | "endMs" | "predictions" | "skipped" | "channels"
>;

/** A call that is taken up where another session has left it. */
export interface TakenUp {
  readonly mark: CallMark;
  /** How long ago the call began. */
  readonly elapsedMs: number;
}

/**
 * How far a call's beginning may lie beyond its newest answer, for its lateness:
 * a client has rarely been away for longer, and clocks of machines may differ.
 */
const MAX_AWAY_MS = 60_000;

/** What {@linkcode Hearing} needs to know. */
export interface HearingOptions {
  readonly format: AudioFormat;
  readonly deps: SessionDeps;
  readonly events: SessionEvents;
  readonly plan: WindowPlan;
  /** Bytes that have come so far, from the call's start. */
  readonly receivedBytes: () => number;
  readonly takenUp?: TakenUp | undefined;
}

/** One call, as it is heard. */
export class Hearing {
  readonly #options: HearingOptions;
  #stretch: Stretch;
  #isOver = false;
  /** Windows left out since the last answer. */
  #skipped = 0;
  #totals: { predictions: number; skipped: number };

  /** @param place Where the call begins. */
  constructor(options: HearingOptions, place: Place) {
    const { format, deps: { model }, plan, takenUp } = options;
    const { index = 0, endMs = 0, predictions = 0, skipped = 0 } =
      takenUp?.mark ?? {};
    const channels = new ChannelGroup(format, model, plan, index);
    if (takenUp) channels.recall(takenUp.mark.channels);
    this.#options = options;
    this.#totals = { predictions, skipped };
    this.#stretch = new Stretch({
      format,
      plan,
      place,
      firstIndex: 0,
      channels,
      answeredCount: index,
      spokenMs: takenUp ? Math.min(takenUp.elapsedMs, endMs + MAX_AWAY_MS) : 0,
    });
  }

  /** Bytes of the call without which no window is due. */
  get dueBytes(): number {
    return this.#stretch.dueBytes;
  }

  /** Answers nothing any more. */
  end(): void {
    this.#isOver = true;
  }

  /** Hears a slice, and answers the windows that it completes. */
  async hear(audio: QueuedAudio): Promise<void> {
    const { deps, receivedBytes, events } = this.#options;
    const { now, backlog, windows } = deps;
    this.#stretch.hear(audio);
    for (;;) {
      const { due } = this.#stretch;
      if (due === undefined || this.#isOver) return;
      const hasNewer = !due.isMadeUp &&
        this.#stretch.hasNewer(receivedBytes());
      if (isTooLate({ ...due, nowMs: now(), hasNewer })) this.#skip();
      else {
        await this.#answer(due);
        if (!this.#isOver) events.onAnswered?.();
        const isLive = !due.isMadeUp && !this.#isOver;
        if (isLive) windows?.answered({ ...due, nowMs: now() });
      }
      if (!due.isMadeUp) backlog.note(waitMs({ ...due, nowMs: now() }));
    }
  }

  /** Answers what came after the last window, with silence behind it. */
  async answerTail(): Promise<void> {
    const last = this.#stretch.finish();
    if (last !== undefined) await this.#answer(last);
  }

  /** Goes on at a place after audio that nobody can hear. */
  goOnAt(place: Place): void {
    if (!this.#isOver) this.#stretch = this.#stretch.next(place);
  }

  /** What the call has sounded like so far. */
  report(): SessionReport {
    const { format, receivedBytes } = this.#options;
    return {
      totals: {
        receivedBytes: receivedBytes(),
        audioMs: durationMs(receivedBytes(), format),
        ...this.#totals,
      },
      summary: this.#stretch.channels.summary(),
    };
  }

  /** What another session needs to go on from here: of a call of which nothing was left out. */
  mark(): CallMark {
    const { format, plan } = this.#options;
    const { nextIndex: index, channels } = this.#stretch;
    return {
      fromSample: plan.resumeSample(index, format.sampleRateHz),
      index,
      endMs: index === 0 ? 0 : plan.endMs(plan.span(index - 1)),
      ...this.#totals,
      channels: channels.memory,
    };
  }

  #skip(): void {
    this.#stretch.pass();
    this.#skipped++;
    this.#totals.skipped += this.#stretch.channels.count;
  }

  async #answer({ span, endMs }: StretchWindow): Promise<void> {
    const { plan, format, events, receivedBytes } = this.#options;
    const stretch = this.#stretch;
    const findings = await stretch.channels.judge(span);
    const window = {
      index: stretch.pass(),
      startMs: stretch.positionMs(plan.startMs(span)),
      endMs: stretch.positionMs(endMs),
      skipped: this.#skipped,
    };
    this.#skipped = 0;
    findings.forEach((finding, channel) => {
      if (this.#isOver) return;
      this.#totals.predictions++;
      events.onPrediction({
        type: "prediction",
        channel,
        role: format.channels[channel]!.role,
        ...window,
        ...finding,
        bufferedMs: stretch.bufferedMs(receivedBytes(), endMs),
      });
    });
  }
}

/** The bytes of a call before the place where it is taken up. */
export function bytesBefore(
  mark: CallMark | undefined,
  format: AudioFormat,
): number {
  return (mark?.fromSample ?? 0) * bytesPerTick(format);
}
