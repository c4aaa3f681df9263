/**
 * What a client can be told it did wrong, and how its socket is then closed.
 *
 * @module
 */

/**
 * The socket's close code for each error code (RFC 6455, section 7.4.1).
 *
 * 1002: a message in the wrong place; 1007: a message we cannot read; 1008: a
 * message we read and refuse; 1009: too large; 1011: our fault; 1013: try
 * again later.
 */
export const CLOSE_CODES = Object.freeze({
  unknown_type: 1002,
  not_open: 1002,
  already_open: 1002,
  bad_json: 1007,
  bad_message: 1007,
  bad_audio: 1007,
  empty_message: 1007,
  unsupported_rate: 1008,
  unsupported_channels: 1008,
  unsupported_encoding: 1008,
  role_refused: 1008,
  wrong_stream: 1008,
  bad_resume: 1008,
  superseded: 1008,
  open_timeout: 1008,
  too_far_ahead: 1008,
  too_slow: 1008,
  message_too_large: 1009,
  internal: 1011,
  not_ready: 1013,
  overloaded: 1013,
  too_many_requests: 1013,
  too_many_sessions: 1013,
  too_much_audio: 1013,
});

/** Why a session ended with an error; stable, made for programs. */
export type ErrorCode = keyof typeof CLOSE_CODES;

/** What else there is to say of a fault. */
export interface ProtocolErrorOptions extends ErrorOptions {
  /** When it may be tried again, if that is known. */
  readonly retryMs?: number | undefined;
}

/** A fault that ends one session: its client is told the code and the message. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  /** The code of the `error` message. */
  readonly code: ErrorCode;
  /** When it may be tried again, if that is known. */
  readonly retryMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options?: ProtocolErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.retryMs = options?.retryMs;
  }

  /** The error itself if it is one of these, else an `internal` one caused by it. */
  static from(error: unknown): ProtocolError {
    if (error instanceof ProtocolError) return error;
    return new ProtocolError(
      "internal",
      "Cannot go on as the server met a fault of its own",
      { cause: error },
    );
  }

  /** What the socket is closed with. */
  get closeCode(): number {
    return CLOSE_CODES[this.code];
  }
}
