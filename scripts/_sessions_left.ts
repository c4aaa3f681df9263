/**
 * How many sessions a server has, by its own metrics.
 *
 * @module
 */

/** Clients that do not answer the closing of their socket keep their place for less. */
const PATIENCE_MS = 5_000;
const POLL_MS = 100;

/** Sessions that a server still has once all clients have gone: none, if it forgets them. */
export async function sessionsLeft(origin: string): Promise<number> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const sessions = await openSessions(origin);
    if (sessions === 0 || performance.now() > endMs) return sessions;
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** Sessions that a server has. @throws {Error} If it does not tell. */
async function openSessions(origin: string): Promise<number> {
  const response = await fetch(`${origin}/metrics`);
  const text = await response.text();
  const [, count] = /^undertone_sessions (\d+)$/m.exec(text) ?? [];
  if (count !== undefined) return Number(count);
  throw new Error(
    `Cannot count sessions as ${origin}/metrics must tell them: status ${response.status}`,
  );
}
