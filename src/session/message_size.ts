/**
 * How large a client's message may be.
 *
 * @module
 */
import { ProtocolError } from "../protocol/protocol_error.ts";

/**
 * Checks that a message is not too large.
 *
 * @throws {ProtocolError} `message_too_large`.
 */
export function assertMessageSize(
  message: string | Uint8Array,
  maxBytes: number,
): void {
  const bytes = typeof message === "string"
    ? textBytes(message, maxBytes)
    : message.length;
  if (bytes <= maxBytes) return;
  throw new ProtocolError(
    "message_too_large",
    `Cannot read the message as it must be at most ${maxBytes} bytes: current value is ${bytes}`,
  );
}

/** Bytes of a text on the wire, counted only where it matters. */
function textBytes(text: string, maxBytes: number): number {
  const mostBytes = text.length * 3;
  return mostBytes <= maxBytes
    ? text.length
    : new TextEncoder().encode(text).length;
}
