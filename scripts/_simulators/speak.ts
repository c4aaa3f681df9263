/**
 * How a platform sends the audio of a call: each message at its time.
 *
 * @module
 */
import { clockPace, systemClock } from "../_pace.ts";
import { impair, type Impairment } from "./impair.ts";
import type { PlatformSocket } from "./platform_socket.ts";

/** One message with audio, and when in the call it is due. */
export interface TimedMessage {
  readonly atMs: number;
  readonly message: string | Uint8Array<ArrayBuffer>;
}

/** How the messages are sent; {@linkcode Impairment} and pace as in the call. */
export interface SpeakingManner extends Impairment {
  readonly rtf: number;
}

/**
 * Sends messages, each when it is due, as the network lets them through.
 *
 * @returns How many arrived.
 * @throws {Error} If the server hangs up before the last one.
 */
export async function speak(
  socket: PlatformSocket,
  messages: readonly TimedMessage[],
  { rtf, ...impairment }: SpeakingManner,
): Promise<number> {
  const pace = rtf === 0 ? () => socket.drained() : clockPace(rtf, systemClock);
  const arriving = impair(messages, impairment);
  for (const { atMs, message } of arriving) {
    await pace(atMs);
    socket.send(message);
  }
  return arriving.length;
}
