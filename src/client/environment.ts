/**
 * What a client needs of the runtime it is in; a test hands in its own.
 *
 * @module
 */

/** The part of a socket that a client uses. */
export type Socket = Pick<
  WebSocket,
  | "binaryType"
  | "readyState"
  | "send"
  | "close"
  | "onopen"
  | "onmessage"
  | "onclose"
  | "onerror"
>;

/** Makes sockets, as the runtime's own `WebSocket` does. */
export type SocketConstructor = new (
  url: string,
  protocols?: string[],
) => Socket;

/** Clock, timers, chance and sockets. */
export interface Environment {
  /** Makes sockets. */
  readonly WebSocket: SocketConstructor;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Acts once, later; what it gives calls that off. */
  readonly setTimer: (act: () => void, ms: number) => () => void;
}

/**
 * The runtime's own clock, timers, chance and sockets.
 *
 * @throws {TypeError} If it has no `WebSocket`.
 */
export function thisEnvironment(given: Partial<Environment>): Environment {
  const Socket = given.WebSocket ?? globalThis.WebSocket;
  if (Socket === undefined) {
    throw new TypeError(
      "Cannot stream as the runtime must have a WebSocket: Node has one from 22 on",
    );
  }
  return { ...DEFAULTS, ...given, WebSocket: Socket };
}

const DEFAULTS: Omit<Environment, "WebSocket"> = {
  now: () => performance.now(),
  random: Math.random,
  setTimer(act, ms) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
