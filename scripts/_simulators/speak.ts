/**
 * How a platform sends the audio of a call: each message at its time.
 *
 * @module
 */
import { clockPace, systemClock } from "../_pace.ts";
import { impair, type Impairment } from "./impair.ts";
import type { PlatformSocket } from "./platform_socket.ts";

/** When in the call a message with audio is due. */
export interface Timed {
  readonly atMs: number;
}

/** One message with audio. */
export interface TimedMessage extends Timed {
  readonly message: string | Uint8Array<ArrayBuffer>;
}

/** How the messages are sent; {@linkcode Impairment} and pace as in the call. */
export interface SpeakingManner extends Impairment {
  readonly rtf: number;
}

/** Hears of a message how long after its time it was sent. */
export type OnSent = (lateMs: number) => void;

/**
 * Sends messages, each when it is due, as the network lets them through.
 *
 * @param write Writes a message down when its turn has come, so that calls which
 * share what they say hold it once.
 * @returns How many arrived.
 * @throws {Error} If the server hangs up before the last one.
 */
export async function speak<T extends Timed>(
  socket: PlatformSocket,
  messages: readonly T[],
  { rtf, ...impairment }: SpeakingManner,
  write: (message: T) => TimedMessage["message"],
  onSent?: OnSent,
): Promise<number> {
  const { now } = systemClock;
  const startMs = now();
  const pace = rtf === 0 ? () => socket.drained() : clockPace(rtf, systemClock);
  const arriving = impair(messages, impairment);
  for (const message of arriving) {
    await pace(message.atMs);
    socket.send(write(message));
    onSent?.(now() - startMs - message.atMs / rtf);
  }
  return arriving.length;
}
