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
 * Audio may come faster than speech: a minute of it is heard at once, what is
 * beyond at one and a half times its own pace. Who sends more is told `pause`,
 * and `continue` when it has been heard; at most 16 MiB may wait.
 *
 * A client that asks for it can go on with its call after its socket is lost, on
 * this server or on another one: it keeps the newest `checkpoint` and its own audio
 * from `fromSample` on, and begins the next socket with both.
 *
 *       open {resumable: true}        -->
 *                                     <--   opened {sessionId, generation: 0}
 *                                     <--   checkpoint {index: 0, fromSample: 0, state}
 *       (binary audio) ...            -->
 *                                     <--   prediction {index: 0}
 *                                     <--   checkpoint {index: 1, fromSample, state}
 *       (the socket is lost)
 *       open {resume: {sessionId, generation: 1, fromSample, state}} -->
 *                                     <--   opened {generation: 1, resumed}
 *       (audio from fromSample on)    -->
 *                                     <--   prediction {index: 1}
 *
 * A prediction whose checkpoint was lost on the way comes once more: clients drop
 * what they have, by `channel` and `index`.
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

/** The longest name that a client may give its call, in characters. */
export const MAX_CALL_ID_CHARACTERS = 128;

/** The longest `state` of a checkpoint, in characters: a call of two channels and 32 labels fits twice. */
export const MAX_STATE_CHARACTERS = 16_384;

/** The client's name for a `flush`: text of up to 128 characters, or a whole number. */
export type FlushId = string | number;

/** One voice of the call, in the order of the interleaved samples. */
export interface ChannelOffer {
  readonly role: Role;
}

/** A call to go on with. */
export interface Resume {
  /** As `opened` named it. */
  readonly sessionId: string;
  /** Number of this attempt to come back: 1, and one more with each, those that failed included. */
  readonly generation: number;
  /** As the checkpoint had it: the audio that follows begins with this sample. */
  readonly fromSample: number;
  /** As the checkpoint had it. */
  readonly state: string;
}

/** Names the audio to come; must be the first message, and comes once. */
export interface Open {
  readonly type: "open";
  readonly version: typeof VERSION;
  readonly encoding: AudioEncoding;
  readonly sampleRateHz: number;
  readonly channels: readonly ChannelOffer[];
  /** The client's own name of the call, 1 to 128 characters; a resumed call keeps the one it began with. */
  readonly callId?: string | undefined;
  /** Asks for a `checkpoint` after each window. @default {false} */
  readonly resumable?: boolean | undefined;
  /** Goes on with a call whose socket was lost, in the same format; it stays resumable. */
  readonly resume?: Resume | undefined;
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
  /** Names this call in the server's records; a resumed one keeps its name. */
  readonly sessionId: string;
  /** How often the call has been resumed: 0, or as the client counts. */
  readonly generation: number;
  /** Where a resumed call goes on: the first window that will be answered, and the first sample to send. */
  readonly resumed?: { readonly index: number; readonly fromSample: number };
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

/**
 * A place from which the call can go on if its socket is lost. It comes after
 * `opened` and then after the predictions of each window, if the client has asked
 * for it; the newest replaces those before.
 */
export interface Checkpoint {
  readonly type: "checkpoint";
  /** The window with which a call goes on that is resumed from here; all before it were answered. */
  readonly index: number;
  /** Where the last answered window ends, 0 at the start. */
  readonly endMs: number;
  /** The first sample of each channel, from the call's start, that must be sent again. */
  readonly fromSample: number;
  /** What the server has to remember: base64url, of no meaning to a client. */
  readonly state: string;
}

/**
 * The server stops: a resumable client should close its socket, without `close`,
 * and resume on another server, or on this one when it is back. What comes
 * meanwhile is answered until the deadline; then the socket closes with 1001.
 */
export interface Migrate {
  readonly type: "migrate";
  readonly reason: "server_stop";
  /** How long the client has. */
  readonly deadlineMs: number;
}

/** Audio came too fast: what waits is heard when it is due, and more should wait for `continue`. */
export interface Pause {
  readonly type: "pause";
  readonly reason: "too_fast";
  /** Audio that waits to be heard. */
  readonly bufferedMs: number;
}

/** After `pause`: what waited has been heard. */
export interface Continue {
  readonly type: "continue";
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

/**
 * Why an orderly session ended: the client asked, the server is stopping, nothing
 * came for a minute, or the session is hours old.
 */
export type ClosedReason =
  | "client_close"
  | "server_stop"
  | "idle"
  | "session_age";

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
  | Checkpoint
  | Flushed
  | Migrate
  | Pause
  | Continue
  | Closed
  | ErrorMessage;
