/**
 * What can go wrong with a stream, told apart by a code.
 *
 * @module
 */
import type { ErrorCode } from "../protocol/protocol_error.ts";

/**
 * Why a stream could not go on: a code of the server's, or one of ours.
 *
 * - `unreachable`: nobody answers at the URL, or whoever does refuses.
 * - `connection_lost`: the server or the network has gone, and did not come back in time.
 * - `bad_key`: the key cannot be sent.
 * - `bad_server`: it says what is no message of the protocol.
 * - `too_much_unsent`: more audio waits than a stream keeps.
 * - `ended`: the stream is over, so it takes nothing more.
 */
export type StreamErrorCode =
  | ErrorCode
  | "unreachable"
  | "connection_lost"
  | "bad_key"
  | "bad_server"
  | "too_much_unsent"
  | "ended";

/** A fault that ended a stream, or that a call on it met. */
export class StreamError extends Error {
  override readonly name = "StreamError";
  /** What went wrong; stable, made for programs. */
  readonly code: StreamErrorCode;

  constructor(code: StreamErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
