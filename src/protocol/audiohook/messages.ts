/**
 * AudioHook version 2, the protocol of Genesys Cloud: every message that a monitor
 * gives and takes, and nothing else.
 *
 * Text messages carry one of these as JSON. Binary messages carry audio, in the
 * medium that `opened` named: whole samples of every channel, interleaved. Only the
 * client (Genesys) sends audio; it alone opens, ends and hangs up.
 *
 *     client                                  server
 *       open {media: [offers]}          -->
 *                                       <--   opened {media: [one of them]}   within 5 s
 *       (binary audio) ...              -->
 *       ping                            -->
 *                                       <--   pong            before the next ping
 *                                       <--   event {entities} ...
 *       paused                          -->
 *       resumed {start, discarded}      -->   the position jumps
 *       discarded {start, discarded}    -->   the position jumps
 *       update {language}               -->
 *                                       <--   updated
 *                                       <--   disconnect, reconnect   asks for a close
 *       close {reason}                  -->
 *                                       <--   closed          within 10 s
 *       (hangs up)
 *
 * Both number their messages from 1, by one, and repeat the number of the last one
 * they got. Times are ISO 8601 durations in seconds, "PT1.5S".
 *
 * Source: developer.genesys.cloud/devapps/audiohook, protocol reference, and
 * Genesys's sample service (2871b01), 2026.
 *
 * @module
 */

/** The version of the protocol. */
export const VERSION = "2";

/** The longest text message, in bytes; a longer one is error 413. */
export const MAX_TEXT_BYTES = 65_535;

/** The id that stands for "none": of the conversation, in a connection probe. */
export const NULL_ID = "00000000-0000-0000-0000-000000000000";

/** How samples are written; L16 is little-endian. */
export const MEDIA_FORMATS = ["PCMU", "L16"] as const;
/** How samples are written. */
export type MediaFormat = typeof MEDIA_FORMATS[number];

/** The other end of the line, and the agent or whoever speaks for the centre. */
export const MEDIA_CHANNELS = ["external", "internal"] as const;
/** A side of the call. */
export type MediaChannel = typeof MEDIA_CHANNELS[number];

/** One medium that is offered. */
export interface Medium {
  readonly type: "audio";
  readonly format: MediaFormat;
  /** In the order of the interleaved samples. */
  readonly channels: readonly MediaChannel[];
  readonly rate: number;
}

/** What all messages of the client say. */
export interface ClientEnvelope {
  readonly version: typeof VERSION;
  /** Of the session; the same in all of its messages. */
  readonly id: string;
  readonly type: string;
  /** One more than the client's last message's. */
  readonly seq: number;
  /** Of the last message that it got from the server, 0 before the first. */
  readonly serverseq: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Opens the session, once. */
export interface Open {
  readonly type: "open";
  readonly organizationId: string;
  readonly conversationId: string;
  readonly participantId: string;
  /** What the client can send, best first; what it says of each stays as it came. */
  readonly media: readonly unknown[];
}

/** Why a client closes: `reconnect`, because it has opened another session for the call. */
export const CLOSE_REASONS = [
  "end",
  "error",
  "disconnect",
  "reconnect",
] as const;

/** Ends the session; no audio comes after. */
export interface Close {
  readonly type: "close";
  readonly reason: typeof CLOSE_REASONS[number];
}

/** Asks for `pong`. */
export interface Ping {
  readonly type: "ping";
}

/** No audio comes until `resumed`; it may be said again. */
export interface Paused {
  readonly type: "paused";
}

/** Audio comes again, or did all the while; what was not sent is `discarded`. */
export interface Resumed extends Jump {
  readonly type: "resumed";
}

/** Some audio was not sent. */
export interface Discarded extends Jump {
  readonly type: "discarded";
}

/** Audio that was not sent: from where, and how much. */
export interface Jump {
  readonly startSeconds: number;
  readonly discardedSeconds: number;
}

/** Names the language anew; asks for `updated`. */
export interface Update {
  readonly type: "update";
}

/** The client is not content; unless `close` comes, it goes on. */
export interface ClientError {
  readonly type: "error";
  readonly code: number;
  readonly message: string;
}

/** What a client may say. */
export type ClientMessage =
  | Open
  | Close
  | Ping
  | Paused
  | Resumed
  | Discarded
  | Update
  | ClientError;

/** Why the server asks the client to close. */
export type DisconnectReason = "completed" | "unauthorized" | "error";

/** A finding that custom consumers read; clients pass over types they do not know. */
export interface Entity {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What each message of the server says, by type. */
export interface ServerParameters {
  /** `media`: one of the offer, exactly as it came, or none. */
  readonly opened: { readonly media: readonly unknown[] };
  readonly closed: Readonly<Record<never, never>>;
  readonly pong: Readonly<Record<never, never>>;
  readonly updated: Readonly<Record<never, never>>;
  /** At least one entity. */
  readonly event: { readonly entities: readonly [Entity, ...Entity[]] };
  readonly disconnect: {
    readonly reason: DisconnectReason;
    readonly info?: string;
  };
  readonly reconnect: { readonly info?: string };
}

/** What a server may say. */
export type ServerType = keyof ServerParameters;

/** A message of the server. */
export interface ServerMessage<T extends ServerType = ServerType> {
  readonly version: typeof VERSION;
  readonly id: string;
  readonly type: T;
  readonly seq: number;
  readonly clientseq: number;
  readonly parameters: ServerParameters[T];
}
