/**
 * Messages of Twilio's family, each as its platform's documentation writes it.
 *
 * @module
 */
import type { DialectName } from "../../../src/protocol/twilio/dialects.ts";

/** What one platform says in a call of one stretch of audio. */
export interface Examples {
  readonly start: Record<string, unknown>;
  readonly media: Record<string, unknown>;
  readonly stop: Record<string, unknown>;
  /** What it says besides. */
  readonly others: readonly Record<string, unknown>[];
}

/** 20 ms of mu-law. */
const PAYLOAD = new Uint8Array(160).fill(0x7f).toBase64();
/** 100 ms of 16-bit PCM. */
const PCM_PAYLOAD = new Uint8Array(1_600).fill(1).toBase64();

function twilio(): Examples {
  return {
    start: {
      event: "start",
      sequenceNumber: "1",
      start: {
        accountSid: "AC1",
        streamSid: "MZ1",
        callSid: "CA1",
        tracks: ["inbound", "outbound"],
        mediaFormat: {
          encoding: "audio/x-mulaw",
          sampleRate: 8_000,
          channels: 1,
        },
        customParameters: { FirstName: "Jane" },
      },
      streamSid: "MZ1",
    },
    media: {
      event: "media",
      sequenceNumber: "3",
      media: {
        track: "inbound",
        chunk: "1",
        timestamp: "5",
        payload: PAYLOAD,
      },
      streamSid: "MZ1",
    },
    stop: {
      event: "stop",
      sequenceNumber: "5",
      stop: { accountSid: "AC1", callSid: "CA1" },
      streamSid: "MZ1",
    },
    others: [
      { event: "connected", protocol: "Call", version: "1.0.0" },
      {
        event: "dtmf",
        streamSid: "MZ1",
        sequenceNumber: "5",
        dtmf: { track: "inbound_track", digit: "1" },
      },
      {
        event: "mark",
        sequenceNumber: "4",
        streamSid: "MZ1",
        mark: { name: "my label" },
      },
    ],
  };
}

/** By platform. */
export const EXAMPLES: Readonly<Record<DialectName, Examples>> = {
  twilio: twilio(),
  signalwire: twilio(),
  telnyx: {
    start: {
      event: "start",
      sequence_number: "1",
      start: {
        user_id: "u",
        call_control_id: "v2:1",
        call_session_id: "s",
        from: "+1",
        to: "+2",
        client_state: "YQ==",
        media_format: { encoding: "PCMA", sample_rate: 8_000, channels: 1 },
      },
      stream_id: "32DE0DEA",
    },
    media: {
      event: "media",
      sequence_number: "4",
      media: {
        track: "inbound",
        chunk: "1",
        timestamp: "0",
        payload: PAYLOAD,
      },
      stream_id: "32DE0DEA",
    },
    stop: {
      event: "stop",
      sequence_number: "5",
      stop: { user_id: "u", call_control_id: "v2:1" },
      stream_id: "32DE0DEA",
    },
    others: [
      { event: "connected", version: "1.0.0" },
      { event: "error", payload: { code: 100_002, title: "unknown_error" } },
      {
        event: "dtmf",
        stream_id: "32DE0DEA",
        sequence_number: "5",
        dtmf: { digit: "1" },
      },
    ],
  },
  plivo: {
    start: {
      sequenceNumber: 0,
      event: "start",
      start: {
        callId: "4c9c4f2a",
        streamId: "b77e037d",
        accountId: "MA1",
        tracks: ["inbound"],
        mediaFormat: { encoding: "audio/x-l16", sampleRate: 16_000 },
      },
      extra_headers: "{}",
    },
    media: {
      sequenceNumber: 2,
      streamId: "b77e037d",
      event: "media",
      media: {
        track: "inbound",
        timestamp: "1705990127528",
        chunk: 1,
        payload: PCM_PAYLOAD,
      },
      extra_headers: "{}",
    },
    stop: { event: "stop", sequenceNumber: 3, streamId: "b77e037d" },
    others: [
      {
        event: "playedStream",
        sequenceNumber: 4,
        streamId: "b77e037d",
        name: "x",
      },
    ],
  },
  exotel: {
    start: {
      event: "start",
      sequence_number: "1",
      stream_sid: "MZ2",
      start: {
        stream_sid: "MZ2",
        call_sid: "CA2",
        account_sid: "AC2",
        from: "+91",
        to: "+92",
        custom_parameters: { key1: "value1" },
        media_format: {
          encoding: "audio/x-raw",
          sample_rate: "8000",
          bit_rate: "16",
        },
      },
    },
    media: {
      event: "media",
      sequence_number: "3",
      stream_sid: "MZ2",
      media: { chunk: "1", timestamp: "200", payload: PCM_PAYLOAD },
    },
    stop: {
      event: "stop",
      sequence_number: "10",
      stream_sid: "MZ2",
      stop: { call_sid: "CA2", account_sid: "AC2", reason: "callended" },
    },
    others: [{ event: "connected" }],
  },
};
