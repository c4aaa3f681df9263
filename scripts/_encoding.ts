/**
 * The flag that says how samples are written.
 *
 * @module
 */
import {
  AUDIO_ENCODINGS,
  type AudioEncoding,
} from "../src/protocol/native/messages.ts";

/**
 * Reads `--encoding`.
 *
 * @param act What the program is about to do, for the error.
 * @throws {SyntaxError} If it is none of the protocol's.
 */
export function parseEncoding(act: string, text: string): AudioEncoding {
  const encoding = AUDIO_ENCODINGS.find((name) => name === text);
  if (encoding) return encoding;
  throw new SyntaxError(
    `Cannot ${act} as --encoding must be one of ${
      AUDIO_ENCODINGS.join(", ")
    }: current value is "${text}"`,
  );
}
