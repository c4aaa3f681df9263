/**
 * A run of audio that nothing was left out of: windows lie within one, and never
 * across the place where audio is missing.
 *
 * @module
 */
import type { Span } from "../stream/window_clock.ts";
import {
  type AudioFormat,
  bytesPerTick,
  durationMs,
  samplesMs,
  tickCount,
} from "./audio_format.ts";
import type { QueuedAudio } from "./audio_queue.ts";
import type { ChannelGroup } from "./channel_group.ts";
import type { WindowPlan } from "./window_plan.ts";

/**
 * Where a stretch begins.
 *
 *     audio      [=== stretch ===)          [=== stretch ===)
 *     position   0               3 s        5 s             9 s
 *     firstByte  0                          3 s of bytes
 *     leftOut    0                          2 s of samples
 */
export interface Place {
  /** Bytes of the call before it. */
  readonly firstByte: number;
  /** Samples of each channel that were left out before it. */
  leftOutSamples: number;
  /** When its first sample came; none while none has. */
  firstArrivedMs?: number;
}

/** What a stretch needs to know of its session. */
export interface StretchOptions {
  readonly format: AudioFormat;
  readonly plan: WindowPlan;
  readonly place: Place;
  readonly channels: ChannelGroup;
  /** Windows of the call before it. */
  readonly firstIndex: number;
  /** Windows of it that are answered already, where a call was taken up in its midst. @default {0} */
  readonly answeredCount?: number;
  /** How much of it had been spoken when the call was taken up: what lies before is late by nobody's fault. @default {0} */
  readonly spokenMs?: number;
}

/** A window of a stretch. */
export interface StretchWindow {
  readonly span: Span;
  /** Its end, counted from the start of the stretch. */
  readonly endMs: number;
}

/** A window that is due. */
export interface DueWindow extends StretchWindow {
  /** When its last sample came. */
  readonly arrivedMs: number;
  /** When that would have come at the pace of speech. */
  readonly expectedMs: number;
  /** Whether it was spoken while the client was away: it is answered, however late. */
  readonly isMadeUp: boolean;
}

/** One stretch, as it is heard. */
export class Stretch {
  readonly #options: StretchOptions;
  #arrivedMs = 0;
  /** Windows answered or left out. */
  #windowCount: number;

  constructor(options: StretchOptions) {
    this.#options = options;
    this.#windowCount = options.answeredCount ?? 0;
  }

  /** The channels that hear it. */
  get channels(): ChannelGroup {
    return this.#options.channels;
  }

  /** Hears whole samples of every channel, at most a stride of them. */
  hear({ bytes, arrivedMs }: QueuedAudio): void {
    this.#arrivedMs = arrivedMs;
    this.channels.push(bytes);
  }

  /** The oldest window that is complete and neither answered nor left out. */
  get due(): DueWindow | undefined {
    if (this.#windowCount >= this.channels.dueCount) return undefined;
    const { plan, place, spokenMs = 0 } = this.#options;
    const span = plan.span(this.#windowCount);
    const endMs = plan.endMs(span);
    return {
      span,
      endMs,
      arrivedMs: this.#arrivedMs,
      expectedMs: place.firstArrivedMs! + endMs,
      isMadeUp: endMs <= spokenMs,
    };
  }

  /** Bytes of the call without which the next window cannot be complete. */
  get dueBytes(): number {
    const { plan, format, place } = this.#options;
    const endMs = plan.endMs(plan.span(this.#windowCount));
    const ticks = Math.ceil(endMs * format.sampleRateHz / 1000);
    return place.firstByte + ticks * bytesPerTick(format);
  }

  /** Windows of the call that are answered or left out. */
  get nextIndex(): number {
    return this.#options.firstIndex + this.#windowCount;
  }

  /** Counts a window that is answered or left out, and gives its index in the call. */
  pass(): number {
    return this.#options.firstIndex + this.#windowCount++;
  }

  /**
   * Whether something newer than the window that is due waits: the next window,
   * or what comes after this stretch.
   *
   * @param receivedBytes Of the whole call.
   */
  hasNewer(receivedBytes: number): boolean {
    const { format, plan, place } = this.#options;
    const received = plan.sampleCount(
      tickCount(receivedBytes - place.firstByte, format),
      format.sampleRateHz,
    );
    return plan.countOfSamples(received) > this.#windowCount + 1;
  }

  /**
   * Ends the stretch with silence, as much as its last window needs.
   *
   * @returns That window, or none if those before it have covered all audio.
   */
  finish(): StretchWindow | undefined {
    const span = this.channels.finish(this.#windowCount);
    if (span === undefined) return undefined;
    const { heardBytes } = this.channels;
    return { span, endMs: durationMs(heardBytes, this.#options.format) };
  }

  /** The position in the call of a moment in this stretch, to the microsecond. */
  positionMs(stretchMs: number): number {
    const { place, format } = this.#options;
    const startSamples = tickCount(place.firstByte, format) +
      place.leftOutSamples;
    const startMs = samplesMs(startSamples, format.sampleRateHz);
    return Math.round((startMs + stretchMs) * 1000) / 1000;
  }

  /** Audio that has come after a moment in this stretch, to the microsecond. */
  bufferedMs(receivedBytes: number, stretchMs: number): number {
    const { place: { firstByte }, format } = this.#options;
    const beyondMs = durationMs(receivedBytes - firstByte, format) - stretchMs;
    return Math.max(0, Math.round(beyondMs * 1000) / 1000);
  }

  /** The stretch after this one, with what the channels have sounded like so far. */
  next(place: Place): Stretch {
    const channels = this.channels.afresh();
    const firstIndex = this.#options.firstIndex + this.#windowCount;
    const { format, plan } = this.#options;
    return new Stretch({ format, plan, place, channels, firstIndex });
  }
}
