/**
 * Twilio Media Streams, one-way (`<Start><Stream>`).
 *
 * Source: twilio.com/docs/voice/media-streams/websocket-messages and
 * docs/usage/security for the signature, 2026.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import {
  type MediaPiece,
  type MediaStream,
  runStream,
  TRACKS_OPTION,
  tracksOf,
} from "./media_stream.ts";
import { numbered } from "./numbered.ts";
import type { SimulatedCall, Simulator } from "./simulator.ts";

const STREAM_SID = "MZ18ad3ab5a668481ce02b83e7395059f0";
const CALL_SID = "CA7c88f7f4c4a2a4fd1f9d8d2cf5f0a9b1";
const ACCOUNT_SID = "AC00000000000000000000000000000000";

/** Twilio. */
export const twilio: Simulator = {
  options: {
    ...TRACKS_OPTION,
    roles: "the custom parameter, such as inbound=agent,outbound=customer",
  },
  canReorder: true,
  canTime: true,
  run(call) {
    const path = twilioPath("twilio", call);
    return runStream(call, {
      path,
      dialling: { headers: signature(call, path) },
      encoding: "mulaw",
      rateHz: 8_000,
      chunkMs: 20,
      ...twilioMessages(call, { encoding: "audio/x-mulaw", rateHz: 8_000 }),
    });
  },
};

/** Where it dials: Twilio takes no query, so a credential is a part of the path. */
export function twilioPath(
  platform: string,
  { url, credential }: SimulatedCall,
): string {
  if (new URL(url).search !== "") {
    throw new SyntaxError(
      "Cannot stream as the URL must have no query (errors 31920 and 31922)",
    );
  }
  return `/v1/${platform}${credential === undefined ? "" : `/${credential}`}`;
}

/** What a call says from `connected` to `stop`; every number in `media` is a text. */
export function twilioMessages(
  call: SimulatedCall,
  { encoding, rateHz }: { readonly encoding: string; readonly rateHz: number },
): Pick<MediaStream, "callId" | "opening" | "media" | "closing"> {
  const { roles } = call.options;
  const streamSid = numbered(STREAM_SID, call);
  const callSid = numbered(CALL_SID, call);
  return {
    callId: callSid,
    opening: [
      { event: "connected", protocol: "Call", version: "1.0.0" },
      {
        event: "start",
        sequenceNumber: "1",
        start: {
          accountSid: ACCOUNT_SID,
          streamSid,
          callSid,
          tracks: tracksOf(call),
          mediaFormat: { encoding, sampleRate: rateHz, channels: 1 },
          customParameters: roles === undefined ? {} : { roles },
        },
        streamSid,
      },
    ],
    media: (piece) => ({ ...media(piece), streamSid }),
    closing: (sequence) => ({
      event: "stop",
      sequenceNumber: String(sequence),
      stop: { accountSid: ACCOUNT_SID, callSid },
      streamSid,
    }),
  };
}

function media(
  { sequence, track, chunk, timestampMs, payload }: MediaPiece,
): object {
  return {
    event: "media",
    sequenceNumber: String(sequence),
    media: {
      track,
      chunk: String(chunk),
      timestamp: String(timestampMs),
      payload,
    },
  };
}

/** Twilio signs the URL it was given, and would be given only one of `wss`. */
function signature(
  { url, origin, secret }: SimulatedCall,
  path: string,
): Record<string, string> {
  if (secret === undefined) return {};
  const signed = (origin ?? url.replace(/^ws:/, "wss:")) + path;
  const hmac = createHmac("sha1", secret).update(signed).digest("base64");
  return { "X-Twilio-Signature": hmac };
}
