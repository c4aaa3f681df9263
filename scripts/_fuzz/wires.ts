/**
 * What each wire's client would say if it meant well, so that what is made of it
 * gets past the first look.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** A message of either kind. */
export type Said = string | Uint8Array<ArrayBuffer>;

/** One door for sockets. */
export interface FuzzedWire {
  readonly name: string;
  /** Path, with a query where the platform has one. */
  readonly path: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** A call, as it should be. */
  readonly call: readonly Said[];
}

const json = JSON.stringify;
/** 20 ms of a telephone's audio. */
const MULAW = new Uint8Array(160).fill(0x7f);
const PCM = new Uint8Array(640);
const PAYLOAD = Buffer.from(MULAW).toString("base64");
const ID = "6b2c3f60-3a0e-4f3c-9d0a-3a5f5b7f0c11";

/** Twilio's messages, under any names of their fields. */
function mediaStream(rename: (text: string) => string): string[] {
  const format = { encoding: "audio/x-mulaw", sampleRate: 8000, channels: 1 };
  return [
    { event: "connected", protocol: "Call", version: "1.0.0" },
    {
      event: "start",
      sequenceNumber: "1",
      streamSid: "MZ1",
      start: {
        streamSid: "MZ1",
        callSid: "CA1",
        accountSid: "AC1",
        tracks: ["inbound"],
        mediaFormat: format,
        customParameters: { name: "value" },
      },
    },
    ...[1, 2, 3].map((chunk) => ({
      event: "media",
      sequenceNumber: String(chunk + 1),
      streamSid: "MZ1",
      media: {
        track: "inbound",
        chunk: String(chunk),
        timestamp: String(20 * chunk),
        payload: PAYLOAD,
      },
    })),
    {
      event: "mark",
      sequenceNumber: "5",
      streamSid: "MZ1",
      mark: { name: "a" },
    },
    {
      event: "stop",
      sequenceNumber: "6",
      streamSid: "MZ1",
      stop: { callSid: "CA1" },
    },
  ].map((message) => rename(json(message)));
}

const snakeCase = (text: string) =>
  text.replace(/[a-z][A-Z]/g, ([a, b]) => `${a}_${b!.toLowerCase()}`)
    .replaceAll("stream_sid", "stream_id");
const plivo = (text: string) =>
  text.replaceAll("streamSid", "streamId").replaceAll("callSid", "callId");

function audiohook(type: string, seq: number, parameters: object): string {
  return json({
    version: "2",
    id: ID,
    type,
    seq,
    serverseq: 0,
    position: "PT0S",
    parameters,
  });
}

const AUDIOHOOK_OPEN = {
  organizationId: ID,
  conversationId: ID,
  participant: { id: ID, ani: "+1", aniName: "a", dnis: "+2" },
  media: [
    {
      type: "audio",
      format: "PCMU",
      channels: ["external", "internal"],
      rate: 8000,
    },
    { type: "audio", format: "PCMU", channels: ["external"], rate: 8000 },
  ],
  language: "en-US",
};

const OPEN = {
  type: "open",
  version: 1,
  encoding: "mulaw",
  sampleRateHz: 8000,
  channels: [{ role: "customer" }],
  resumable: true,
};

/** Every door of a server that serves all platforms. */
export const FUZZED_WIRES: readonly FuzzedWire[] = [
  {
    name: "native",
    path: "/v1/stream",
    call: [
      json(OPEN),
      MULAW,
      json({ type: "flush", id: 1 }),
      MULAW,
      json({ type: "keepalive" }),
      json({ type: "close" }),
    ],
  },
  {
    name: "native resume",
    path: "/v1/stream",
    call: [
      json({
        ...OPEN,
        resume: { sessionId: ID, generation: 1, fromSample: 0, state: "e30" },
      }),
      MULAW,
      json({ type: "close" }),
    ],
  },
  { name: "twilio", path: "/v1/twilio", call: mediaStream((text) => text) },
  {
    name: "signalwire",
    path: "/v1/signalwire",
    call: mediaStream((text) => text),
  },
  { name: "telnyx", path: "/v1/telnyx", call: mediaStream(snakeCase) },
  { name: "plivo", path: "/v1/plivo", call: mediaStream(plivo) },
  { name: "exotel", path: "/v1/exotel", call: mediaStream(snakeCase) },
  {
    name: "audiohook",
    path: "/v1/audiohook",
    headers: { "audiohook-session-id": ID, "audiohook-organization-id": ID },
    call: [
      audiohook("open", 1, AUDIOHOOK_OPEN),
      audiohook("ping", 2, {}),
      new Uint8Array(320),
      audiohook("paused", 3, {}),
      audiohook("resumed", 4, { start: "PT0.02S", discarded: "PT1S" }),
      audiohook("discarded", 5, { start: "PT1.02S", discarded: "PT1S" }),
      audiohook("update", 6, { language: "de" }),
      audiohook("error", 7, { code: 400, message: "a" }),
      audiohook("close", 8, { reason: "end" }),
    ],
  },
  {
    name: "vonage",
    path: "/v1/vonage",
    call: [
      json({
        event: "websocket:connected",
        "content-type": "audio/l16;rate=16000",
        roles: "mixed=customer",
      }),
      PCM,
      json({ event: "websocket:dtmf", digit: "1", duration: 100 }),
      PCM,
    ],
  },
  {
    name: "asterisk",
    path: "/v1/asterisk",
    protocols: ["media"],
    call: [
      "MEDIA_START connection_id:a channel:WebSocket/a/0x1 format:ulaw optimal_frame_size:160",
      MULAW,
      json({ event: "MEDIA_XOFF" }),
      "DTMF_END digit:1",
      MULAW,
    ],
  },
  {
    name: "freeswitch",
    path: "/v1/freeswitch",
    protocols: ["audio.drachtio.org"],
    call: [json({ mixType: "mono", sampleRate: 8000, callId: "a" }), PCM, PCM],
  },
  {
    name: "jambonz",
    path: "/v1/jambonz",
    protocols: ["audio.jambonz.org"],
    call: [
      json({ callSid: "a", sampleRate: 8000, mixType: "mono", metadata: {} }),
      PCM,
      json({ event: "dtmf", dtmf: "1" }),
      PCM,
    ],
  },
  {
    name: "livekit",
    path: "/v1/livekit?role=customer",
    call: [json({ muted: true }), PCM, json({ muted: false }), PCM],
  },
];
