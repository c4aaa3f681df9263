/**
 * How a key travels where no header can be set: as a subprotocol.
 *
 * @module
 */
import { StreamError } from "./stream_error.ts";

/** The protocol itself; the server chooses it, so that a key is never sent back. */
const PROTOCOL = "undertone.v1";

/** What stands before a key. */
const KEY_PREFIX = "undertone.key.";

/** What a subprotocol may consist of. Source: RFC 7230, section 3.2.6, `token`. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * The subprotocols of a connection: none without a key, as a browser gives up a
 * connection whose server chooses none of those it was offered.
 *
 * @throws {StreamError} `bad_key` if a subprotocol cannot hold the key.
 */
export function subprotocols(key: string | undefined): string[] {
  if (key === undefined) return [];
  if (TOKEN.test(key)) return [PROTOCOL, KEY_PREFIX + key];
  throw new StreamError(
    "bad_key",
    "Cannot send the key as it must consist of letters, digits and !#$%&'*+.^_`|~-: its value is not shown",
  );
}
