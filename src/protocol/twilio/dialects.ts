/**
 * What each platform of Twilio's family calls the same things.
 *
 * @module
 */
import type { AudioEncoding } from "../native/messages.ts";

/** The names of one platform. */
export interface Dialect {
  /** The stream's identifier, in `start` and beside it in every message. */
  readonly streamId: string;
  /** The call's identifier, in `start`. */
  readonly callId: string;
  readonly mediaFormat: string;
  readonly sampleRate: string;
  /** An object of what whoever set up the stream wants passed on, if there is one. */
  readonly parameters?: string;
  /** The tracks that come if `start` does not name any. */
  readonly defaultTracks: readonly string[];
  /** The encodings that it names, in small letters and without what follows a semicolon. */
  readonly encodings: Readonly<Record<string, AudioEncoding>>;
}

const L16: Dialect["encodings"] = {
  "audio/x-l16": "pcm_s16le",
  "audio/l16": "pcm_s16le",
  "l16": "pcm_s16le",
};
const MULAW: Dialect["encodings"] = { "audio/x-mulaw": "mulaw" };

const TWILIO: Dialect = {
  streamId: "streamSid",
  callId: "callSid",
  mediaFormat: "mediaFormat",
  sampleRate: "sampleRate",
  parameters: "customParameters",
  defaultTracks: ["inbound"],
  encodings: MULAW,
};

/** Every platform of the family. */
export const DIALECTS = Object.freeze(
  {
    /** twilio.com/docs/voice/media-streams/websocket-messages */
    twilio: TWILIO,
    /** developer.signalwire.com, cXML `<Stream>`: `codec` may ask for L16. */
    signalwire: { ...TWILIO, encodings: { ...MULAW, ...L16 } },
    /** developers.telnyx.com, "Stream call media over WebSocket": order is not guaranteed. */
    telnyx: {
      streamId: "stream_id",
      callId: "call_control_id",
      mediaFormat: "media_format",
      sampleRate: "sample_rate",
      defaultTracks: ["inbound", "outbound"],
      encodings: { pcmu: "mulaw", pcma: "alaw" },
    },
    /** plivo.com/docs/voice/xml/audiostream; chunk and rate are numbers, parameters a text that cannot hold roles. */
    plivo: {
      streamId: "streamId",
      callId: "callId",
      mediaFormat: "mediaFormat",
      sampleRate: "sampleRate",
      defaultTracks: ["inbound"],
      encodings: { ...MULAW, ...L16 },
    },
    /** developer.exotel.com/docs/agentstream/websocket-protocol; about 100 ms a chunk. */
    exotel: {
      streamId: "stream_sid",
      callId: "call_sid",
      mediaFormat: "media_format",
      sampleRate: "sample_rate",
      parameters: "custom_parameters",
      defaultTracks: ["inbound"],
      encodings: {
        "audio/x-raw": "pcm_s16le",
        "raw/slin": "pcm_s16le",
        ...MULAW,
        ...L16,
      },
    },
  } satisfies Record<string, Dialect>,
);

/** A platform of the family. */
export type DialectName = keyof typeof DIALECTS;

/** Every {@linkcode DialectName}. */
export const DIALECT_NAMES = Object.freeze(
  Object.keys(DIALECTS) as DialectName[],
);
