/**
 * Exotel's Stream applet.
 *
 * Source: developer.exotel.com/docs/agentstream/websocket-protocol and
 * stream-voicebot-applet, 2026: 16-bit PCM, about 100 ms a message, one voice,
 * whose track is not named; the key and token of the URL come as `Basic`.
 *
 * @module
 */
import { runStream } from "./media_stream.ts";
import { numbered } from "./numbered.ts";
import type { SimulatedCall, Simulator } from "./simulator.ts";
import { twilioPath } from "./twilio.ts";

const STREAM_SID = "MZ3f1c7e0d2b5a49c8a7f6e5d4c3b2a190";
const CALL_SID = "CA9d8c7b6a5f4e3d2c1b0a99887766554433";
const ACCOUNT_SID = "undertone1";
const RATES = ["8000", "16000", "24000"];

/** Exotel. */
export const exotel: Simulator = {
  options: { rate: RATES.join(", ") },
  canReorder: true,
  canTime: true,
  run(call) {
    const { rate = "8000" } = call.options;
    if (!RATES.includes(rate)) {
      throw new SyntaxError(
        `Cannot simulate a call as rate must be one of ${
          RATES.join(", ")
        }: current value is "${rate}"`,
      );
    }
    const oneVoice = {
      ...call,
      options: { ...call.options, tracks: "inbound" },
    };
    const ids: Ids = {
      streamSid: numbered(STREAM_SID, call),
      callSid: numbered(CALL_SID, call),
    };
    return runStream(oneVoice, {
      callId: ids.callSid,
      path: twilioPath("exotel", { ...call, credential: undefined }),
      dialling: { headers: authorisation(call) },
      encoding: "pcm_s16le",
      rateHz: Number(rate),
      chunkMs: 100,
      opening: [{ event: "connected" }, start(rate, ids)],
      media: ({ sequence, chunk, timestampMs, payload }) => ({
        event: "media",
        sequence_number: String(sequence),
        stream_sid: ids.streamSid,
        media: {
          chunk: String(chunk),
          timestamp: String(timestampMs),
          payload,
        },
      }),
      closing: (sequence) => ({
        event: "stop",
        sequence_number: String(sequence),
        stream_sid: ids.streamSid,
        stop: {
          call_sid: ids.callSid,
          account_sid: ACCOUNT_SID,
          reason: "callended",
        },
      }),
    });
  },
};

/** What tells this call and its stream from others. */
interface Ids {
  readonly streamSid: string;
  readonly callSid: string;
}

function start(rate: string, ids: Ids): object {
  return {
    event: "start",
    sequence_number: "1",
    stream_sid: ids.streamSid,
    start: {
      stream_sid: ids.streamSid,
      call_sid: ids.callSid,
      account_sid: ACCOUNT_SID,
      from: "+919876543210",
      to: "+918047491899",
      custom_parameters: {},
      media_format: {
        encoding: "audio/x-raw",
        sample_rate: rate,
        bit_rate: "16",
      },
    },
  };
}

function authorisation({ credential }: SimulatedCall): Record<string, string> {
  if (credential === undefined) return {};
  return { Authorization: `Basic ${btoa(`undertone:${credential}`)}` };
}
