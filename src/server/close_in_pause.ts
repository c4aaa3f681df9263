/** A client that is silent for so long has said what it was about to say. */
const PAUSE_MS = 50;
/** The longest wait for that: who speaks on for longer is cut off. */
const MAX_WAIT_MS = 1_000;

/**
 * Closes a socket once its client pauses.
 *
 * Deno drops a connection at the first message that comes after `close()`. A
 * client in the midst of sending meets a reset then, and loses what had been
 * sent to it: the very error that says why.
 */
export function closeInPause(
  socket: WebSocket,
  code: number,
  reason: string,
): void {
  const close = () => socket.close(code, reason);
  const limit = setTimeout(close, MAX_WAIT_MS);
  let pause = setTimeout(close, PAUSE_MS);
  socket.addEventListener("message", () => {
    clearTimeout(pause);
    pause = setTimeout(close, PAUSE_MS);
  });
  socket.addEventListener("close", () => {
    clearTimeout(pause);
    clearTimeout(limit);
  });
}
