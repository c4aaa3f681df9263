/**
 * What Asterisk's channel driver `chan_websocket` says on a socket that it has
 * opened, one for each channel.
 *
 *     Asterisk                                          server
 *       (upgrade with the subprotocol "media")      -->
 *       MEDIA_START connection_id:... format:ulaw   -->
 *       (binary audio, 20 ms) ...                   -->
 *       DTMF_END digit:5 ...                        -->
 *       (socket close at hang-up)                   -->
 *
 * Control messages are plain text (an event's name, then `name:value` with
 * spaces between), or JSON where the dial string has `f(json)`; both have the
 * same fields. Audio is in the one format that `c(...)` in the dial string
 * names, linear audio little-endian. The server may answer with commands and
 * audio; this one never does. The largest message is 65,500 bytes.
 *
 * Source: Asterisk's documentation, WebSocket channel driver (22.6 and later);
 * tried with Asterisk 22.10.1.
 *
 * @module
 */
import type { AudioEncoding } from "../native/messages.ts";

/** Begins the stream: the first message. */
export interface MediaStart {
  readonly event: "MEDIA_START";
  /** The name of the connection in `websocket_client.conf`; not of the call. */
  readonly "connection_id": string;
  /** The channel's name, "WebSocket/undertone/0x7f...". */
  readonly channel: string;
  /** The channel's unique identifier; from 22.8 on. */
  readonly "channel_id"?: string | undefined;
  readonly format: AsteriskFormat;
  readonly "optimal_frame_size": number;
  /** Milliseconds of audio in a message; from 22.8 on. */
  readonly ptime?: number | undefined;
}

/** A key was pressed, or what the server plays has got somewhere: nothing to us. */
export interface OtherAsteriskEvent {
  readonly event:
    | "DTMF_END"
    | "ERROR"
    | "MEDIA_BUFFERING_COMPLETED"
    | "MEDIA_MARK_PROCESSED"
    | "MEDIA_XOFF"
    | "MEDIA_XON"
    | "QUEUE_DRAINED"
    | "STATUS";
}

/** What Asterisk may say. */
export type AsteriskMessage = MediaStart | OtherAsteriskEvent;

/** The audio of each format that is served, by Asterisk's name of it. */
export const ASTERISK_FORMATS = Object.freeze(
  {
    ulaw: { encoding: "mulaw", sampleRateHz: 8_000 },
    alaw: { encoding: "alaw", sampleRateHz: 8_000 },
    slin: { encoding: "pcm_s16le", sampleRateHz: 8_000 },
    slin12: { encoding: "pcm_s16le", sampleRateHz: 12_000 },
    slin16: { encoding: "pcm_s16le", sampleRateHz: 16_000 },
    slin24: { encoding: "pcm_s16le", sampleRateHz: 24_000 },
    slin32: { encoding: "pcm_s16le", sampleRateHz: 32_000 },
    slin44: { encoding: "pcm_s16le", sampleRateHz: 44_100 },
    slin48: { encoding: "pcm_s16le", sampleRateHz: 48_000 },
  } as const satisfies Record<
    string,
    { readonly encoding: AudioEncoding; readonly sampleRateHz: number }
  >,
);
/** A format that is served. */
export type AsteriskFormat = keyof typeof ASTERISK_FORMATS;
