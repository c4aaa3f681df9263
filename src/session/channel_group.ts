/**
 * The channels of one call, which share their bytes and their windows.
 *
 * @module
 */
import type { ChannelMemory } from "../protocol/native/call_state.ts";
import type { ChannelSummary } from "../protocol/native/messages.ts";
import type { Span } from "../stream/window_clock.ts";
import {
  type AudioFormat,
  type AudioReader,
  audioReaderFor,
  bytesPerTick,
  tickCount,
} from "./audio_format.ts";
import { Channel, type Finding } from "./channel.ts";
import type { SessionModel } from "./scoring.ts";
import type { WindowPlan } from "./window_plan.ts";

/** From interleaved bytes to a finding of each channel for each window. */
export class ChannelGroup {
  readonly #format: AudioFormat;
  readonly #model: SessionModel;
  readonly #plan: WindowPlan;
  readonly #read: AudioReader;
  readonly #channels: readonly Channel[];
  #heardBytes: number;

  /** @param nextIndex The window to go on with, for a call that is taken up in its midst. */
  constructor(
    format: AudioFormat,
    model: SessionModel,
    plan: WindowPlan,
    nextIndex = 0,
  ) {
    const firstEmbedding = plan.resumeEmbedding(nextIndex);
    const firstSample = plan.resumeSample(nextIndex, format.sampleRateHz);
    this.#heardBytes = firstSample * bytesPerTick(format);
    this.#format = format;
    this.#model = model;
    this.#plan = plan;
    this.#read = audioReaderFor(format);
    this.#channels = format.channels.map(() =>
      new Channel(model, plan, format.sampleRateHz, firstEmbedding)
    );
  }

  /** Channels of the call. */
  get count(): number {
    return this.#channels.length;
  }

  /** What each channel remembers beside its last window. */
  get memory(): ChannelMemory[] {
    return this.#channels.map((channel) => channel.memory);
  }

  /** Goes on from what as many channels remembered. */
  recall(memory: readonly ChannelMemory[]): void {
    this.#channels.forEach((channel, i) => channel.recall(memory[i]!));
  }

  /** Bytes up to what was heard, from the start of the stretch. */
  get heardBytes(): number {
    return this.#heardBytes;
  }

  /** Windows that the rows so far complete. */
  get dueCount(): number {
    return this.#plan.countOfRows(this.#channels[0]!.rowCount);
  }

  /**
   * Hears whole samples of every channel, at most a stride of them.
   *
   * @throws {ProtocolError} `bad_audio` if a sample is no amplitude.
   */
  push(bytes: Uint8Array): void {
    const samples = this.#read(bytes);
    this.#channels.forEach((channel, i) => channel.push(samples[i]!));
    this.#heardBytes += bytes.length;
  }

  /**
   * Ends the audio with as much silence as its last window needs.
   *
   * @param answered Windows answered or left out before.
   * @returns That window, or none if the windows before have covered all audio.
   */
  finish(answered: number): Span | undefined {
    const span = this.#plan.tailSpan(
      this.#plan.sampleCount(
        tickCount(this.#heardBytes, this.#format),
        this.#format.sampleRateHz,
      ),
      answered,
    );
    if (span === undefined) return undefined;
    const rowCount = this.#plan.rowsUpTo(span.end);
    for (const channel of this.#channels) channel.finish(rowCount);
    return span;
  }

  /** What each channel sounds like in a window; all are scored together. */
  judge(window: Span): Promise<Finding[]> {
    return Promise.all(this.#channels.map((channel) => channel.judge(window)));
  }

  /** Channels that have heard nothing, and remember only what these sounded like. */
  afresh(): ChannelGroup {
    const group = new ChannelGroup(this.#format, this.#model, this.#plan);
    group.#channels.forEach(({ tally }, i) =>
      tally.add(this.#channels[i]!.tally)
    );
    return group;
  }

  /** What each channel sounded like so far. */
  summary(): ChannelSummary[] {
    return this.#channels.map(({ tally }, channel) => ({
      channel,
      role: this.#format.channels[channel]!.role,
      ...tally.summary(),
    }));
  }
}
