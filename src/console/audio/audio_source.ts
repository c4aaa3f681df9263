/**
 * Where the audio of a call comes from.
 *
 * @module
 */

/** Audio as it comes, until it ends or is stopped. */
export interface AudioSource {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Whether it comes at its own pace, whoever listens. */
  readonly isLive: boolean;
  /** One array a channel, all of one length; lent until the next is asked for. */
  chunks(): AsyncIterable<readonly Float32Array[]>;
  /** Ends {@linkcode chunks}. */
  stop(): void;
}

/** Clock and timer, so that tests need not wait. */
export interface Pacing {
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** Resolves later, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
