/**
 * Where an AudioHook dialog may stand, and what it takes there.
 *
 * @module
 */
import type { ClientMessage } from "../../../protocol/audiohook/messages.ts";
import { ProtocolError } from "../../../protocol/protocol_error.ts";

/**
 * Where a dialog stands. `refused`: who may not enter is told at its time; `asked`:
 * the client is asked to close; `closing`: the last answers come; `closed`: the
 * client hangs up.
 */
export type State =
  | "waiting"
  | "refused"
  | "open"
  | "asked"
  | "closing"
  | "closed"
  | "ended";

type Type = ClientMessage["type"];

/** What each state takes. */
const TAKEN: Readonly<Record<State, readonly Type[]>> = {
  waiting: ["open", "ping", "error", "close"],
  refused: ["close"],
  open: [
    "ping",
    "paused",
    "resumed",
    "discarded",
    "update",
    "error",
    "close",
  ],
  asked: ["ping", "error", "close"],
  closing: [],
  closed: [],
  ended: [],
};

/** Whether a client can still do something wrong; later, what it says was on its way. */
export function isGoing(state: State): boolean {
  return state === "waiting" || state === "open";
}

/**
 * Whether a state takes a message, or passes over it.
 *
 * @throws {ProtocolError} `already_open` or `not_open` if the message is a fault.
 */
export function takes(state: State, type: Type): boolean {
  if (TAKEN[state].includes(type)) return true;
  if (!isGoing(state)) return false;
  throw type === "open"
    ? new ProtocolError(
      "already_open",
      'Cannot take "open" as it must come once: the session is open',
    )
    : notOpen(`"${type}"`);
}

/** The fault of a message that came before `open`. */
export function notOpen(what: string): ProtocolError {
  return new ProtocolError(
    "not_open",
    `Cannot take ${what} as "open" must come first: it has not`,
  );
}

/** The fault of a client that never says `open`. */
export function neverOpened(withinMs: number): ProtocolError {
  return new ProtocolError(
    "too_slow",
    `Cannot wait as "open" must come within ${withinMs} ms: it has not`,
  );
}

/** The fault of a client that does not read. */
export function unread(bytes: number, maxBytes: number): ProtocolError {
  return new ProtocolError(
    "too_slow",
    `Cannot go on as a client may leave ${maxBytes} bytes unread: current value is ${bytes}`,
  );
}
