/**
 * A call whose audio goes one way: from the first message to hanging up.
 *
 * @module
 */
import { saidAt } from "./numbered.ts";
import type { PlatformSocket, Received } from "./platform_socket.ts";
import type { SimulatedCall } from "./simulator.ts";
import { speak, type TimedMessage } from "./speak.ts";

/** A server that has an objection raises it within this time of the last audio. */
const OBJECTION_MS = 250;

/** What a platform does with a message of a server; it throws at one that it would refuse. */
export type Receive = (message: Received) => void;

/**
 * Sends the audio of a call and hangs up, as a platform does whose caller has.
 *
 * @param receive Is shown all that the server has sent.
 * @returns What passed, in a line.
 * @throws {Error} If the server hung up before, or sent what the platform would
 * refuse.
 */
export async function callOver(
  socket: PlatformSocket,
  messages: readonly TimedMessage[],
  call: SimulatedCall,
  receive: Receive,
): Promise<string> {
  const said = messages.map(({ atMs }, i) => ({
    atMs,
    message: saidAt(messages, i, call).message,
  }));
  const arrived = await speak(socket, said, call, ({ message }) => message)
    .catch((error) => {
      if (!socket.isClosed) throw error;
    });
  await objection(socket);
  const hasHungUp = socket.isClosed;
  if (!hasHungUp) socket.close();
  const { code, reason } = await socket.closed;
  if (hasHungUp || code !== 1000) {
    throw unclean("not hang up", `it closed with ${code} ${reason}`.trim());
  }
  socket.unread.forEach(receive);
  return `${arrived} of ${messages.length} messages, ${
    (messages.at(-1)!.atMs / 1000).toFixed(1)
  } s`;
}

/** Resolves once the server has hung up, or has had the time to. */
function objection(socket: PlatformSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, OBJECTION_MS);
    socket.closed.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The error of an exchange that a platform would not call clean. */
export function unclean(rule: string, fact: string): Error {
  return new Error(
    `Cannot call the exchange clean as the server must ${rule}: ${fact}`,
  );
}

/** The error of a message that a platform would refuse. */
export function refusedMessage(rule: string, message: Received): Error {
  const shown = typeof message === "string"
    ? JSON.stringify(message.slice(0, 80))
    : `${message.length} bytes`;
  return unclean(`send ${rule}`, `current value is ${shown}`);
}
