/**
 * A call that may begin before there is a model to hear it.
 *
 * @module
 */
import { ProtocolError } from "../../../protocol/protocol_error.ts";
import {
  type AudioFormat,
  bytesPerTick,
  samplesMs,
  tickCount,
} from "../../audio_format.ts";
import type { ByteBudget } from "../../byte_budget.ts";
import type { OverReason } from "../../call_sink.ts";
import type { CallStart, WireCall } from "../wire_call.ts";
import { MAX_HELD_ITEMS, MAX_HELD_MS } from "./timing.ts";

/** What {@linkcode HeldCall} needs. */
export interface HeldCallOptions {
  readonly call: WireCall;
  readonly start: CallStart;
  readonly format: AudioFormat;
  /** Audio that may wait in all sessions together. */
  readonly budget: ByteBudget;
}

/** Audio, or so many samples of each channel that were left out. */
type Held = Uint8Array | number;

/**
 * Begins a call with its first audio, or as soon after as there is a model.
 *
 * What comes before is held, and heard then as if it came then. If that is too
 * much it is given up, all of it: the call begins late, with its positions right.
 */
export class HeldCall {
  readonly #options: HeldCallOptions;
  readonly #maxBytes: number;
  #held: Held[] = [];
  #heldBytes = 0;
  #hasAudio = false;
  #hasBegun = false;

  constructor(options: HeldCallOptions) {
    const { format } = options;
    this.#options = options;
    this.#maxBytes = bytesPerTick(format) * format.sampleRateHz *
      MAX_HELD_MS / 1000;
  }

  /** Hears audio; as `WireCall.push`. */
  push(bytes: Uint8Array): void {
    this.#hasAudio = true;
    if (this.#begin()) this.#options.call.push(bytes);
    else this.#hold(bytes);
  }

  /** Goes on after samples that were left out; as `WireCall.leaveOut`. */
  leaveOut(samples: number): void {
    const { call, format } = this.#options;
    call.losses.leftOutMs += samplesMs(samples, format.sampleRateHz);
    if (this.#hasBegun) call.leaveOut(samples);
    else this.#hold(samples);
  }

  /** Ends the call; as `WireCall.finish`. A call without audio was no call. */
  finish(reason: OverReason, done: () => void, complaint?: string): void {
    const { call } = this.#options;
    if (this.#hasAudio && !this.#begin()) {
      this.abandon(tooLate());
      return done();
    }
    call.finish(reason, done, complaint);
  }

  /** Ends the call by a fault; as `WireCall.abandon`. */
  abandon(fault: ProtocolError): void {
    this.#forget();
    this.#options.call.abandon(fault);
  }

  /** Begins, if it has not and can. */
  #begin(): boolean {
    if (this.#hasBegun) return true;
    const { call, start } = this.#options;
    try {
      call.begin(start);
    } catch (error) {
      if (isNotReady(error)) return false;
      throw error;
    }
    this.#hasBegun = true;
    const held = this.#held;
    this.#forget();
    for (const item of held) {
      if (typeof item === "number") call.leaveOut(item);
      else call.push(item);
    }
    return true;
  }

  #hold(item: Held): void {
    const last = this.#held.length - 1;
    if (typeof item === "number" && typeof this.#held[last] === "number") {
      this.#held[last] += item;
    } else if (this.#hasRoom(item)) this.#held.push(item);
    else this.#giveUp(item);
  }

  #hasRoom(item: Held): boolean {
    if (this.#held.length >= MAX_HELD_ITEMS) return false;
    const bytes = typeof item === "number" ? 0 : item.length;
    if (this.#heldBytes + bytes > this.#maxBytes) return false;
    if (!this.#options.budget.take(bytes)) return false;
    this.#heldBytes += bytes;
    return true;
  }

  /** Leaves out what is held, and more. */
  #giveUp(item: Held): void {
    const { call, format } = this.#options;
    const samplesOf = (item: Held) =>
      typeof item === "number" ? 0 : tickCount(item.length, format);
    const leftOutOf = (item: Held) => typeof item === "number" ? item : 0;
    const lost = sum([...this.#held, item].map(samplesOf));
    const leftOut = sum([...this.#held, item].map(leftOutOf));
    call.losses.unfilledMs += samplesMs(lost, format.sampleRateHz);
    this.#forget();
    this.#held = [lost + leftOut];
  }

  #forget(): void {
    this.#options.budget.give(this.#heldBytes);
    this.#held = [];
    this.#heldBytes = 0;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function isNotReady(error: unknown): boolean {
  return error instanceof ProtocolError && error.code === "not_ready";
}

function tooLate(): ProtocolError {
  return new ProtocolError(
    "not_ready",
    "Cannot analyse the call as the model must be loaded before its end: it was not",
  );
}
