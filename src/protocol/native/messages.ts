/**
 * The native protocol: every message of it, and nothing else.
 *
 * Text messages carry one of these as JSON. Binary messages carry audio, in the
 * encoding that `open` named: whole samples of every channel, interleaved, in
 * messages of any size up to 1 MiB, cut anywhere between samples.
 *
 *     client                                server
 *       open {encoding, sampleRateHz} -->
 *                                     <--   opened {labels, windowMs, strideMs}
 *       (binary audio) ...            -->
 *                                     <--   prediction {startMs, endMs, ...} ...
 *       flush {id}                    -->
 *                                     <--   flushed {id}   all before it answered
 *       close                         -->
 *                                     <--   prediction ... the tail
 *                                     <--   closed {totals, summary}
 *                                     <--   (socket close 1000)
 *
 * A fault is answered by `error` as the last message, then the socket closes
 * with the code that `protocol_error.ts` lists. What a client sends after
 * `close` is not read. Receivers ignore fields they do not know; clients also
 * ignore messages of types they do not know.
 *
 * Audio may come faster than speech, but at most 16 MiB of it may wait to be
 * heard: who sends long files sends `flush` now and then and awaits `flushed`.
 *
 * @module
 */
import type { ErrorCode } from "../protocol_error.ts";

/** The version of this protocol. */
export const VERSION = 1;

/** How samples are written; the linear ones are little-endian. */
export const AUDIO_ENCODINGS = [
  "pcm_s16le",
  "pcm_f32le",
  "mulaw",
  "alaw",
] as const;
/** How samples are written. */
export type AudioEncoding = typeof AUDIO_ENCODINGS[number];

/** Whose voice a channel carries. */
export const ROLES = ["customer", "agent", "mixed"] as const;
/** Whose voice a channel carries. */
export type Role = typeof ROLES[number];

/** Sampling rates a client may send, whole Hz. */
export const RATE_RANGE_HZ = Object.freeze({ min: 8_000, max: 48_000 });

/** Channels a client may send. */
export const MAX_CHANNELS = 2;

/** The largest message, text or binary. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** The client's name for a `flush`: text of up to 128 characters, or a whole number. */
export type FlushId = string | number;

/** One voice of the call, in the order of the interleaved samples. */
export interface ChannelOffer {
  readonly role: Role;
}

/** Names the audio to come; must be the first message, and comes once. */
export interface Open {
  readonly type: "open";
  readonly version: typeof VERSION;
  readonly encoding: AudioEncoding;
  readonly sampleRateHz: number;
  readonly channels: readonly ChannelOffer[];
}

/** Asks to be told when all windows that are complete so far are answered. */
export interface Flush {
  readonly type: "flush";
  readonly id: FlushId;
}

/** Says that the client lives although it sends no audio. */
export interface Keepalive {
  readonly type: "keepalive";
}

/** Ends the call: the tail is answered, then comes `closed`. */
export interface Close {
  readonly type: "close";
}

/** What a client may say. */
export type ClientMessage = Open | Flush | Keepalive | Close;

/** Answers `open`: what will listen, and how often it answers. */
export interface Opened {
  readonly type: "opened";
  readonly version: typeof VERSION;
  /** Names this session in the server's records. */
  readonly sessionId: string;
  readonly model: { readonly name: string; readonly sha256: string };
  /** The names of the emotions, in the model's order. */
  readonly labels: readonly string[];
  /** The longest stretch of audio behind one prediction. */
  readonly windowMs: number;
  /** From one prediction's end to the next one's. */
  readonly strideMs: number;
}

/**
 * What a window was found to be.
 *
 * - `speech`: the label stands.
 * - `uncertain`: speech, but the label is only the likeliest: its confidence is
 *   below what the model calls certain.
 * - `no_speech`: silence or noise; label, confidence and posterior are null.
 */
export type PredictionState = "speech" | "uncertain" | "no_speech";

/** How one window of one channel sounded. */
export interface Prediction {
  readonly type: "prediction";
  /** Place of the channel in `open.channels`, from 0. */
  readonly channel: number;
  readonly role: Role;
  /** Number of the window since the session's start, from 0. */
  readonly index: number;
  /** The audio it is about, from the session's first sample. */
  readonly startMs: number;
  readonly endMs: number;
  readonly state: PredictionState;
  /** The label that holds, smoothed over recent windows. */
  readonly label: string | null;
  /** The smoothed probability of `label`, 0 to 1. */
  readonly confidence: number | null;
  /** The smoothed probability of each label; they sum to 1. */
  readonly posterior: Readonly<Record<string, number>> | null;
  /** Windows before this one that were left out because the server was late. */
  readonly skipped: number;
  /** Audio received beyond `endMs` when this was sent: how far behind the server is. */
  readonly bufferedMs: number;
}

/** Answers `flush`. */
export interface Flushed {
  readonly type: "flushed";
  readonly id: FlushId;
}

/** How one channel sounded over the whole call. */
export interface ChannelSummary {
  readonly channel: number;
  readonly role: Role;
  /** Windows answered, those without speech included. */
  readonly windows: number;
  /** Windows with speech. */
  readonly speechWindows: number;
  /** Share of the answered windows that held speech, 0 to 1. */
  readonly coverage: number;
  /** Speech heard, each moment counted once. */
  readonly speechMs: number;
  /** The label of the whole call, or null if nothing was heard as speech. */
  readonly label: string | null;
  readonly confidence: number | null;
  /** The probability of each label over the whole call; they sum to 1. */
  readonly posterior: Readonly<Record<string, number>> | null;
  /** Share of the speech windows in which each label held; they sum to 1. */
  readonly shares: Readonly<Record<string, number>> | null;
}

/** What passed in the session. */
export interface Totals {
  readonly receivedBytes: number;
  readonly audioMs: number;
  readonly predictions: number;
  readonly skipped: number;
}

/** Why an orderly session ended: the client asked, or the server is stopping. */
export type ClosedReason = "client_close" | "server_stop";

/** The last message of every orderly session. */
export interface Closed {
  readonly type: "closed";
  readonly reason: ClosedReason;
  readonly totals: Totals;
  readonly summary: readonly ChannelSummary[];
}

/** The last message of a session that could not go on. */
export interface ErrorMessage {
  readonly type: "error";
  readonly code: ErrorCode;
  readonly message: string;
}

/** What the server may say. */
export type ServerMessage =
  | Opened
  | Prediction
  | Flushed
  | Closed
  | ErrorMessage;
