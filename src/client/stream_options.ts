/**
 * What can be said of a stream before it opens.
 *
 * @module
 */
import {
  type AudioEncoding,
  type Open,
  type Prediction,
  type Role,
  ROLES,
  VERSION,
} from "../protocol/native/messages.ts";
import type { Key } from "./connection.ts";
import type { Environment } from "./environment.ts";

/**
 * Where a stream stands.
 *
 * - `connecting`: the server has not agreed yet.
 * - `live`: what is sent goes out at once.
 * - `reconnecting`: the connection is lost; what is sent is kept until it is back.
 * - `ended`: in order, or by a fault.
 */
export type StreamState = "connecting" | "live" | "reconnecting" | "ended";

/** How a call is streamed. */
export interface StreamOptions {
  /** How the audio is written. @default {"pcm_s16le"} */
  readonly encoding?: AudioEncoding | undefined;
  /** Samples a second of each channel, whole, 8,000 to 48,000. @default {16_000} */
  readonly sampleRateHz?: number | undefined;
  /** Whose voice each channel carries; one or two. @default {["customer"]} */
  readonly roles?: readonly Role[] | undefined;
  /**
   * Who calls: a key or token, or a function that gives a fresh one for each
   * connection, and hears which call it goes on with. Letters, digits and !#$%&'*+.^_`|~- alone.
   */
  readonly key?: Key | undefined;
  /** The caller's own name of the call, up to 128 characters. */
  readonly callId?: string | undefined;
  /** Ends the stream without a word when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether a lost connection is made again and the call goes on where it was.
   * @default {true}
   */
  readonly resume?: boolean | undefined;
  /** How long a connection may be lost. @default {60_000} */
  readonly giveUpMs?: number | undefined;
  /** Hears of every change of {@linkcode CallStream.state}. */
  readonly onState?: ((state: StreamState) => void) | undefined;
  /** Hears of every prediction at once; then none is kept for iteration. */
  readonly onPrediction?: ((prediction: Prediction) => void) | undefined;
  /** Parts of the runtime, for tests and for runtimes that lack one. */
  readonly environment?: Partial<Environment> | undefined;
}

/** A minute: what a stream can keep of the widest audio meanwhile. */
const GIVE_UP_MS = 60_000;

/** Options with their defaults. */
export function withDefaults(options: StreamOptions) {
  const { resume = true, giveUpMs = GIVE_UP_MS } = options;
  return {
    encoding: options.encoding ?? "pcm_s16le",
    sampleRateHz: options.sampleRateHz ?? 16_000,
    roles: options.roles ?? [ROLES[0]],
    resume,
    giveUpMs,
  } as const;
}

/** The message that opens a call so, at its beginning and again. */
export function openMessage(options: StreamOptions): Open {
  const { encoding, sampleRateHz, roles } = withDefaults(options);
  const { callId } = options;
  return {
    type: "open",
    version: VERSION,
    encoding,
    sampleRateHz,
    channels: roles.map((role) => ({ role })),
    ...callId !== undefined && { callId },
  };
}
