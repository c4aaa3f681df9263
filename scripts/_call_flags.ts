/**
 * The arguments by which programs are told which recording to hear, and whose
 * voices are in it.
 *
 *     FILE.wav                  one or two channels, 8 to 48 kHz
 *     --role customer           whose voice the one channel carries
 *     --roles customer,agent    whose voices the channels carry, in order
 *
 * @module
 */
import { type Audio, decodeWav } from "../src/audio/wav.ts";
import { type Role, ROLES } from "../src/protocol/native/messages.ts";
import { DEFAULT_ROLES } from "../src/session/classify_audio.ts";

/** Their options for `parseArgs`. */
export const CALL_OPTIONS = {
  role: { type: "string" },
  roles: { type: "string" },
} as const;

/**
 * Reads the one recording that was named.
 *
 * @throws {SyntaxError} If none was named, or several, or it is no WAV file.
 */
export async function readRecording(files: readonly string[]): Promise<Audio> {
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new SyntaxError(
      `Cannot hear a recording as one WAV file must be named: current value is ${files.length} files`,
    );
  }
  try {
    return decodeWav(await Deno.readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`${file}: ${reason}`, { cause: error });
  }
}

/**
 * Whose voice each channel carries.
 *
 * @throws {SyntaxError} If a role is unknown, or their number is not that of the channels.
 */
export function parseRoles(
  { role, roles }: {
    readonly role?: string | undefined;
    readonly roles?: string | undefined;
  },
  channelCount: number,
): readonly Role[] {
  const text = roles ?? role;
  if (text === undefined) return DEFAULT_ROLES.slice(0, channelCount);
  const names = text.split(",").map((name) => name.trim());
  const known = names.filter((name): name is Role =>
    ROLES.some((role) => role === name)
  );
  if (known.length === names.length && names.length === channelCount) {
    return known;
  }
  throw new SyntaxError(
    `Cannot give roles as each of ${channelCount} channels must have one of ${
      ROLES.join(", ")
    }: current value is "${text}"`,
  );
}
