/**
 * A whole recording through the very session that serves live calls.
 *
 * @module
 */
import type {
  ChannelSummary,
  Prediction,
  Role,
} from "../protocol/native/messages.ts";
import type { SessionModel } from "./scoring.ts";

/** Decoded audio, as `decodeWav` gives it. */
export interface Recording {
  readonly sampleRateHz: number;
  /** Samples in [-1, 1] of each channel, all of one length. */
  readonly channels: readonly Float32Array[];
}

/** What was heard in a recording. */
export interface Classification {
  readonly predictions: Prediction[];
  readonly summary: readonly ChannelSummary[];
}

/**
 * Classifies a recording: what a client gets that streams it and closes.
 *
 * @param roles Role of each channel; one channel is the customer, of two the
 * second is the agent, unless they are given.
 * @throws {ProtocolError} If a client could not stream it either.
 */
export function classifyAudio(
  _model: SessionModel,
  _recording: Recording,
  _roles?: readonly Role[],
): Promise<Classification> {
  return Promise.reject(new Error("Cannot classify as it is not written yet"));
}
