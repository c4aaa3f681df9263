/**
 * Telnyx' media streaming over WebSockets.
 *
 * Source: developers.telnyx.com, "Stream call media over WebSocket", 2026. Its
 * `start` names no tracks, and it does not promise the order of messages.
 *
 * @module
 */
import { runStream, TRACKS_OPTION } from "./media_stream.ts";
import { numbered } from "./numbered.ts";
import type { Simulator } from "./simulator.ts";
import { twilioPath } from "./twilio.ts";

const STREAM_ID = "32de0dea-53cb-4b21-89a4-9e1819c043bc";
const CALL_CONTROL_ID =
  "v2:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ";
const CODECS: Readonly<Record<string, "mulaw" | "alaw">> = {
  PCMU: "mulaw",
  PCMA: "alaw",
};

/** Telnyx. */
export const telnyx: Simulator = {
  options: { ...TRACKS_OPTION, codec: "PCMU or PCMA" },
  canReorder: true,
  canTime: true,
  run(call) {
    const { codec = "PCMU" } = call.options;
    const encoding = CODECS[codec];
    if (encoding === undefined) {
      throw new SyntaxError(
        `Cannot simulate a call as codec must be PCMU or PCMA: current value is "${codec}"`,
      );
    }
    const ids: Ids = {
      streamId: numbered(STREAM_ID, call),
      callId: numbered(CALL_CONTROL_ID, call),
    };
    return runStream(call, {
      callId: ids.callId,
      path: twilioPath("telnyx", call),
      encoding,
      rateHz: 8_000,
      chunkMs: 20,
      opening: [{ event: "connected", version: "1.0.0" }, start(codec, ids)],
      media: ({ sequence, track, chunk, timestampMs, payload }) => ({
        event: "media",
        sequence_number: String(sequence),
        media: {
          track,
          chunk: String(chunk),
          timestamp: String(timestampMs),
          payload,
        },
        stream_id: ids.streamId,
      }),
      closing: (sequence) => ({
        event: "stop",
        sequence_number: String(sequence),
        stop: {
          user_id: "3e6f995f-85f7-4705-9741-53b116d28237",
          call_control_id: ids.callId,
        },
        stream_id: ids.streamId,
      }),
    });
  },
};

/** What tells this call and its stream from others. */
interface Ids {
  readonly streamId: string;
  readonly callId: string;
}

function start(codec: string, { streamId, callId }: Ids): object {
  return {
    event: "start",
    sequence_number: "1",
    start: {
      user_id: "3e6f995f-85f7-4705-9741-53b116d28237",
      call_control_id: callId,
      call_session_id: "ff55a038-6f5d-11ef-9692-02420aeffb1f",
      from: "+13122010094",
      to: "+13122123456",
      client_state: "aGF2ZSBhIG5pY2UgZGF5ID1d",
      media_format: { encoding: codec, sample_rate: 8_000, channels: 1 },
    },
    stream_id: streamId,
  };
}
