/**
 * Why a microphone cannot be heard, told apart by a code.
 *
 * @module
 */

/**
 * Why a microphone cannot be heard.
 *
 * - `refused`: the user, or the page's policy, does not allow it.
 * - `no_device`: there is none, or none as asked for.
 * - `busy`: another program has it, or the system does not hand it out.
 * - `lost`: it was there and is gone: unplugged, or the permission withdrawn.
 * - `blocked`: the page's policy allows no `blob:` scripts, so it must serve the
 *   worklet itself.
 * - `unheard`: chunks wait that nobody takes.
 * - `unsupported`: no browser, or a page without HTTPS, where none gives a microphone.
 */
export type MicrophoneErrorCode =
  | "refused"
  | "no_device"
  | "busy"
  | "lost"
  | "blocked"
  | "unheard"
  | "unsupported";

/** What a browser's errors mean. Source: Media Capture and Streams, section 10.2.6. */
const CODES: Readonly<Record<string, MicrophoneErrorCode>> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "no_device",
  OverconstrainedError: "no_device",
  NotReadableError: "busy",
  AbortError: "busy",
};

const RULES: Readonly<Record<MicrophoneErrorCode, string>> = {
  refused: "the page must be allowed to",
  "no_device": "there must be one, as it was asked for",
  busy: "no other program may have it",
  lost: "it must stay: it was unplugged, or its permission withdrawn",
  blocked:
    "its worklet must load: allow blob: in script-src, or serve the file and name it by workletUrl",
  unheard: "its chunks must be taken",
  unsupported:
    "there must be a browser, and a page by HTTPS or of this machine",
};

/** A fault by which a microphone could not be heard, or no more. */
export class MicrophoneError extends Error {
  override readonly name = "MicrophoneError";
  /** What went wrong; stable, made for programs. */
  readonly code: MicrophoneErrorCode;

  constructor(code: MicrophoneErrorCode, options?: ErrorOptions) {
    super(`Cannot hear a microphone as ${RULES[code]}`, options);
    this.code = code;
  }

  /** What a browser threw, as one of these. */
  static from(cause: unknown): MicrophoneError {
    if (cause instanceof MicrophoneError) return cause;
    const name = cause instanceof Error ? cause.name : "";
    return new MicrophoneError(CODES[name] ?? "unsupported", { cause });
  }
}
