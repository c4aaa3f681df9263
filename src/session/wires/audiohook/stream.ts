/**
 * The audio of one AudioHook session: where it is, and whether it is paused.
 *
 * @module
 */
import type {
  Jump,
  MediaFormat,
} from "../../../protocol/audiohook/messages.ts";
import { secondsToSamples } from "../../../protocol/audiohook/duration.ts";
import type { AudioEncoding } from "../../../protocol/native/messages.ts";
import { ProtocolError } from "../../../protocol/protocol_error.ts";
import {
  assertWhole,
  type AudioFormat,
  tickCount,
} from "../../audio_format.ts";
import type { HeldCall } from "./held_call.ts";

/** How our decoders call AudioHook's formats; L16 is in the byte order of its sender, which is little-endian. */
export const ENCODINGS = Object.freeze(
  {
    PCMU: "mulaw",
    L16: "pcm_s16le",
  } as const satisfies Record<MediaFormat, AudioEncoding>,
);

/**
 * Counts samples and hands them on.
 *
 *     position    0        3 s             5 s        6 s
 *     audio       [========)...............[==========)
 *     messages              paused   resumed {start: 3 s, discarded: 2 s}
 */
export class Stream {
  readonly #call: HeldCall;
  readonly #format: AudioFormat;
  /** Samples of each channel since the start, those left out included. */
  #position = 0;
  #isPaused = false;

  constructor(call: HeldCall, format: AudioFormat) {
    this.#call = call;
    this.#format = format;
  }

  /** Hears audio. @throws {ProtocolError} `not_open` if it is paused, `bad_audio` if a sample is cut. */
  push(bytes: Uint8Array): void {
    if (this.#isPaused) {
      throw new ProtocolError(
        "not_open",
        "Cannot take audio as the stream must not be paused: it is",
      );
    }
    assertWhole(bytes, this.#format);
    if (bytes.length === 0) return;
    this.#position += tickCount(bytes.length, this.#format);
    this.#call.push(bytes);
  }

  /** No audio comes until {@linkcode resume}. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Audio comes again. */
  resume(jump: Jump): void {
    this.#isPaused = false;
    this.discard(jump);
  }

  /**
   * Moves on to where the client says it is. It never moves back: a client that
   * counts otherwise than by its samples is a little ahead or behind.
   */
  discard({ startSeconds, discardedSeconds }: Jump): void {
    if (discardedSeconds === 0) return;
    const end = secondsToSamples(
      startSeconds + discardedSeconds,
      this.#format.sampleRateHz,
    );
    const samples = Math.max(0, end - this.#position);
    this.#position += samples;
    this.#call.leaveOut(samples);
  }
}
