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
  runStream,
  TRACKS_OPTION,
  tracksOf,
} from "./media_stream.ts";
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
  run(call) {
    const path = twilioPath("twilio", call);
    return runStream(call, {
      path,
      dialling: { headers: signature(call, path) },
      encoding: "mulaw",
      rateHz: 8_000,
      chunkMs: 20,
      opening: twilioOpening(call, {
        encoding: "audio/x-mulaw",
        rateHz: 8_000,
      }),
      media: twilioMedia,
      closing: twilioStop,
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

/** `connected` and `start`. */
export function twilioOpening(
  call: SimulatedCall,
  { encoding, rateHz }: { readonly encoding: string; readonly rateHz: number },
): object[] {
  const { roles } = call.options;
  return [
    { event: "connected", protocol: "Call", version: "1.0.0" },
    {
      event: "start",
      sequenceNumber: "1",
      start: {
        accountSid: ACCOUNT_SID,
        streamSid: STREAM_SID,
        callSid: CALL_SID,
        tracks: tracksOf(call),
        mediaFormat: { encoding, sampleRate: rateHz, channels: 1 },
        customParameters: roles === undefined ? {} : { roles },
      },
      streamSid: STREAM_SID,
    },
  ];
}

/** `media`; every number is a text. */
export function twilioMedia(
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
    streamSid: STREAM_SID,
  };
}

/** `stop`. */
export function twilioStop(sequence: number): object {
  return {
    event: "stop",
    sequenceNumber: String(sequence),
    stop: { accountSid: ACCOUNT_SID, callSid: CALL_SID },
    streamSid: STREAM_SID,
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
