/** How often it is looked whether a client pauses; the event loop reads what has come in between. */
const TICK_MS = 5;
/** A pause: shorter than the 20 ms between the messages of a live call. */
const PAUSE_TICKS = 3;
/** Who speaks on for so long is cut off. */
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
  let silentTicks = 0;
  const ticking = setInterval(() => {
    if (++silentTicks === PAUSE_TICKS) close();
  }, TICK_MS);
  const limit = setTimeout(close, MAX_WAIT_MS);
  socket.addEventListener("message", () => silentTicks = 0);
  socket.addEventListener("close", stopWaiting);

  function close() {
    stopWaiting();
    socket.close(code, reason);
  }
  function stopWaiting() {
    clearInterval(ticking);
    clearTimeout(limit);
  }
}
