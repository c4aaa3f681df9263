/**
 * The sockets, each with what its client says and what the server does.
 *
 * @module
 */
import {
  type Dialect,
  DIALECT_NAMES,
  type DialectName,
  DIALECTS,
} from "../../src/protocol/twilio/dialects.ts";
import { PLATFORM_NAMES } from "../../src/session/platforms.ts";
import type { Schema } from "./type_schemas.ts";

/** One socket. */
export interface SocketChannel {
  readonly name: string;
  readonly address: string;
  readonly description: string;
  /** What the client says, by name; audio is binary. */
  readonly said: Readonly<Record<string, Schema>>;
  /** What the server says. */
  readonly answered: Readonly<Record<string, Schema>>;
}

const ref = (name: string): Schema => ({
  $ref: `#/components/schemas/${name}`,
});
/** AsyncAPI has no type for bytes. */
const AUDIO: Schema = {
  type: "string",
  format: "binary",
  description: "Audio, as a binary message",
};
const PATH_NOTE =
  "Opened by the platform, with its own proof or `/<credential>` as the last part of the path; nothing is sent back.";

/** The sockets of phone platforms that are not of Twilio's family. */
const PLATFORM_CHANNELS: Readonly<
  Record<string, Omit<SocketChannel, "name" | "address">>
> = {
  audiohook: {
    description:
      "Genesys AudioHook 2: every message is an envelope; the server answers in the same, with `clientseq` in place of `serverseq`.",
    said: { envelope: ref("AudiohookClientEnvelope"), audio: AUDIO },
    answered: { parameters: ref("AudiohookServerParameters") },
  },
  vonage: {
    description: PATH_NOTE,
    said: {
      connected: ref("VonageWebsocketConnected"),
      other: ref("VonageOtherVonageEvent"),
      audio: AUDIO,
    },
    answered: {},
  },
  asterisk: {
    description:
      `${PATH_NOTE} Text may be JSON, as below, or plain: \`EVENT name:value …\`.`,
    said: {
      start: ref("AsteriskMediaStart"),
      other: ref("AsteriskOtherAsteriskEvent"),
      audio: AUDIO,
    },
    answered: {},
  },
  freeswitch: {
    description: PATH_NOTE,
    said: { metadata: ref("FreeswitchMetadata"), audio: AUDIO },
    answered: {},
  },
  jambonz: {
    description: PATH_NOTE,
    said: {
      call: ref("JambonzCallAttributes"),
      other: ref("JambonzOtherJambonzEvent"),
      audio: AUDIO,
    },
    answered: {},
  },
  livekit: {
    description: PATH_NOTE,
    said: { muted: ref("LivekitTrackMuted"), audio: AUDIO },
    answered: {},
  },
};

/** All of them. */
export const SOCKET_CHANNELS: readonly SocketChannel[] = [
  {
    name: "stream",
    address: "/v1/stream",
    description:
      "The native protocol: audio in, predictions out. A key or token goes into the header Authorization, or is offered as the subprotocol undertone.key.<key> beside undertone.v1.",
    said: { text: ref("ClientMessage"), audio: AUDIO },
    answered: { text: ref("ServerMessage") },
  },
  {
    name: "subscribe",
    address: "/v1/calls/{id}/subscribe",
    description:
      "What happens in a call, as it happens; `?after=ID` goes on after an event, `?types=` chooses.",
    said: {},
    answered: { event: ref("CallEvent") },
  },
  ...PLATFORM_NAMES.map((name) => ({
    name,
    address: `/v1/${name}`,
    ...isDialect(name) ? mediaStream(DIALECTS[name]) : PLATFORM_CHANNELS[name]!,
  })),
];

function isDialect(name: string): name is DialectName {
  return DIALECT_NAMES.some((dialect) => dialect === name);
}

/** Media streams of Twilio's family, by the names of one platform. */
function mediaStream(
  dialect: Dialect,
): Omit<SocketChannel, "name" | "address"> {
  const { streamId, callId, mediaFormat, sampleRate, parameters } = dialect;
  const text: Schema = { type: "string" };
  const number: Schema = { type: ["string", "number"] };
  const event = (name: string, properties: Record<string, Schema>): Schema => ({
    type: "object",
    properties: { event: { const: name }, [streamId]: text, ...properties },
    required: ["event", ...Object.keys(properties)],
  });
  const start: Schema = {
    type: "object",
    properties: {
      [streamId]: text,
      [callId]: text,
      tracks: { type: "array", items: text },
      [mediaFormat]: {
        type: "object",
        properties: {
          encoding: { ...text, examples: Object.keys(dialect.encodings) },
          [sampleRate]: number,
        },
      },
      ...parameters && { [parameters]: { type: "object" } },
    },
  };
  const media: Schema = {
    type: "object",
    properties: {
      track: text,
      chunk: number,
      timestamp: number,
      payload: { ...text, contentEncoding: "base64" },
    },
    required: ["payload"],
  };
  return {
    description: PATH_NOTE,
    said: {
      start: event("start", { start }),
      media: event("media", { media }),
      stop: event("stop", {}),
    },
    answered: {},
  };
}
