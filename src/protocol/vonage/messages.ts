/**
 * What Vonage's Voice API says on a WebSocket that a call is connected to.
 *
 *     Vonage                                    server
 *       {"event":"websocket:connected",
 *        "content-type":"audio/l16;rate=16000",
 *        ...the endpoint's headers}         -->
 *       (binary audio, 20 ms) ...           -->
 *       {"event":"websocket:dtmf", ...}     -->
 *       (socket close)                      -->
 *
 * Audio is linear PCM, 16 bits, little-endian, one channel: what a participant
 * of the conversation hears, so all others mixed. In the older form the first
 * message has no `event`. The server may answer with audio and with `clear` and
 * `notify`; this one never does.
 *
 * Source: developer.vonage.com, Voice API, WebSockets; the types of npm
 * `@vonage/voice` 1.21.0.
 *
 * @module
 */
import type { CallFields } from "../fields.ts";

/** Sampling rates, in Hz. */
export type VonageRateHz = 8_000 | 16_000 | 24_000;

/** The first message; fields of one's own come from `headers` in the NCCO. */
export interface WebsocketConnected extends CallFields {
  readonly event?: "websocket:connected";
  readonly "content-type": `audio/l16;rate=${VonageRateHz}`;
}

/** A key was pressed, what was played has ended or was cleared: nothing to us. */
export interface OtherVonageEvent {
  readonly event: "websocket:dtmf" | "websocket:notify" | "websocket:cleared";
}

/** What Vonage may say. */
export type VonageMessage = WebsocketConnected | OtherVonageEvent;
