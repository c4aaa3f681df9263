/**
 * Twilio's Media Streams, and the platforms whose streams look like them.
 *
 * What Twilio says; every number is a text:
 *
 *     {"event":"connected","protocol":"Call","version":"1.0.0"}
 *     {"event":"start","sequenceNumber":"1","streamSid":"MZ...","start":{
 *       "streamSid":"MZ...","callSid":"CA...","accountSid":"AC...",
 *       "tracks":["inbound","outbound"],
 *       "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},
 *       "customParameters":{"roles":"inbound=customer,outbound=agent"}}}
 *     {"event":"media","sequenceNumber":"2","streamSid":"MZ...","media":{
 *       "track":"inbound","chunk":"1","timestamp":"5","payload":"base64..."}} ...
 *     {"event":"stop","sequenceNumber":"9","streamSid":"MZ...","stop":{...}}
 *
 * Besides `dtmf` and `mark`, and what may be added: all other events are ignored.
 * Nothing is ever answered: on a one-way stream Twilio takes any message for a
 * fault (error 31924).
 *
 * `dialects.ts` says what the others call the same things. The types below are
 * what is left of a message once it is read.
 *
 * Sources: the platforms' documentation, 2026, by the names in `dialects.ts`.
 *
 * @module
 */
import type { AudioEncoding } from "../native/messages.ts";

/** A call begins. */
export interface Start {
  readonly event: "start";
  readonly streamId: string;
  readonly callId: string;
  /** The tracks to come: "inbound", "outbound". */
  readonly tracks: readonly string[];
  readonly encoding: AudioEncoding;
  readonly sampleRateHz: number;
  /** What the call says of its roles, "inbound=agent,outbound=customer". */
  readonly roles?: string | undefined;
}

/** A stretch of one track. */
export interface Media {
  readonly event: "media";
  /** Missing on platforms that do not repeat it. */
  readonly streamId?: string | undefined;
  readonly track: string;
  /** Number of this stretch on its track, from 1. */
  readonly chunk?: number | undefined;
  /** Where it begins, on the platform's clock. */
  readonly timestampMs?: number | undefined;
  /** Audio in base64. */
  readonly payload: string;
}

/** The call, or the streaming of it, is over. */
export interface Stop {
  readonly event: "stop";
  readonly streamId?: string | undefined;
}

/** Anything else; there is nothing in it for us. */
export interface Other {
  readonly event: "other";
}

/** What a platform of this family may say. */
export type StreamMessage = Start | Media | Stop | Other;
