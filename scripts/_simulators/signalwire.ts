/**
 * SignalWire's cXML `<Stream>`.
 *
 * Source: developer.signalwire.com/compatibility-api/cxml/voice/stream, 2026:
 * Twilio's messages; a bearer token; `codec` may ask for L16.
 *
 * @module
 */
import { runStream, TRACKS_OPTION } from "./media_stream.ts";
import type { Simulator } from "./simulator.ts";
import { twilioMessages, twilioPath } from "./twilio.ts";

const CODECS = {
  "PCMU@8000h": { encoding: "audio/x-mulaw", rateHz: 8_000, is: "mulaw" },
  "L16@16000h": { encoding: "audio/x-l16", rateHz: 16_000, is: "pcm_s16le" },
  "L16@24000h": { encoding: "audio/x-l16", rateHz: 24_000, is: "pcm_s16le" },
} as const;

/** SignalWire. */
export const signalwire: Simulator = {
  options: {
    ...TRACKS_OPTION,
    roles: "the custom parameter, such as inbound=agent,outbound=customer",
    codec: Object.keys(CODECS).join(", "),
  },
  canReorder: true,
  canTime: true,
  run(call) {
    const { credential, options } = call;
    const codec = codecNamed(options.codec ?? "PCMU@8000h");
    const { is, ...format } = codec;
    return runStream(call, {
      path: twilioPath("signalwire", { ...call, credential: undefined }),
      dialling: {
        headers: credential === undefined
          ? {}
          : { Authorization: `Bearer ${credential}` },
      },
      encoding: is,
      rateHz: codec.rateHz,
      chunkMs: 20,
      ...twilioMessages(call, format),
    });
  },
};

function codecNamed(name: string) {
  if (Object.hasOwn(CODECS, name)) return CODECS[name as keyof typeof CODECS];
  throw new SyntaxError(
    `Cannot simulate a call as codec must be one of ${
      Object.keys(CODECS).join(", ")
    }: current value is "${name}"`,
  );
}
