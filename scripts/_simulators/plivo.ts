/**
 * Plivo's audio streaming.
 *
 * Source: plivo.com/docs/voice/xml/audiostream, the audio streaming guide for the
 * signature and the types of Plivo's own stream SDK for Node, 2026: numbers are
 * numbers but for the timestamp, there is no `connected` and no `stop`: it hangs
 * up.
 *
 * @module
 */
import { createHmac, randomUUID } from "node:crypto";
import { runStream, TRACKS_OPTION, tracksOf } from "./media_stream.ts";
import { numbered } from "./numbered.ts";
import type { SimulatedCall, Simulator } from "./simulator.ts";
import { twilioPath } from "./twilio.ts";

const STREAM_ID = "b77e037d-4119-44b5-902d-25826b654539";
const CALL_ID = "4c9c4f2a-3c1a-4f6e-9c0a-7d8b6a1f2e3d";
const CONTENT_TYPES = {
  "audio/x-mulaw;rate=8000": {
    encoding: "audio/x-mulaw",
    rateHz: 8_000,
    is: "mulaw",
  },
  "audio/x-l16;rate=8000": {
    encoding: "audio/x-l16",
    rateHz: 8_000,
    is: "pcm_s16le",
  },
  "audio/x-l16;rate=16000": {
    encoding: "audio/x-l16",
    rateHz: 16_000,
    is: "pcm_s16le",
  },
} as const;

/** Plivo. */
export const plivo: Simulator = {
  options: {
    ...TRACKS_OPTION,
    contentType: Object.keys(CONTENT_TYPES).join(", "),
  },
  canReorder: true,
  canTime: true,
  run(call) {
    const type = contentType(
      call.options.contentType ?? "audio/x-l16;rate=8000",
    );
    const extra = { "extra_headers": "{}" };
    const path = twilioPath("plivo", call);
    const streamId = numbered(STREAM_ID, call);
    const callId = numbered(CALL_ID, call);
    return runStream(call, {
      callId,
      path,
      dialling: { headers: signature(call, path) },
      encoding: type.is,
      rateHz: type.rateHz,
      chunkMs: 20,
      opening: [{
        sequenceNumber: 0,
        event: "start",
        start: {
          callId,
          streamId,
          accountId: "MAXXXXXXXXXXXXXXXXXX",
          tracks: tracksOf(call),
          mediaFormat: { encoding: type.encoding, sampleRate: type.rateHz },
        },
        ...extra,
      }],
      media: ({ sequence, track, chunk, timestampMs, payload }) => ({
        sequenceNumber: sequence,
        streamId,
        event: "media",
        media: { track, timestamp: String(timestampMs), chunk, payload },
        ...extra,
      }),
    });
  },
};

function contentType(name: string) {
  if (Object.hasOwn(CONTENT_TYPES, name)) {
    return CONTENT_TYPES[name as keyof typeof CONTENT_TYPES];
  }
  throw new SyntaxError(
    `Cannot simulate a call as contentType must be one of ${
      Object.keys(CONTENT_TYPES).join(", ")
    }: current value is "${name}"`,
  );
}

/** Plivo signs the URL of the upgrade, a GET, with a nonce that it draws. */
function signature(
  { url, origin = url, secret }: SimulatedCall,
  path: string,
): Record<string, string> {
  if (secret === undefined) return {};
  const nonce = randomUUID();
  const signed = `${origin.replace(/^wss?:/, "https:")}${path}.${nonce}`;
  const hmac = createHmac("sha256", secret).update(signed).digest("base64");
  return {
    "X-Plivo-Signature-V3": hmac,
    "X-Plivo-Signature-V3-Nonce": nonce,
  };
}
