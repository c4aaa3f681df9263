/**
 * What jambonz says on the socket of its `listen` verb.
 *
 *     jambonz                                               server
 *       (upgrade with the subprotocol
 *        "audio.jambonz.org")                           -->
 *       {"callSid","sampleRate","mixType", ...}         -->
 *       (binary audio) ...                              -->
 *       {"event":"dtmf","dtmf":"5","duration":"1600"}   -->
 *       (socket close)                                  -->
 *
 * Audio is linear PCM, 16 bits, little-endian. The first text holds the call's
 * attributes and, at the same level, the verb's `metadata`. The server may
 * answer; this one never does.
 *
 * Source: docs.jambonz.org, listen; github.com/jambonz/jambonz-feature-server.
 *
 * @module
 */
import type { MixType } from "../mix_type.ts";

/** Begins the stream: the first message. */
export interface CallAttributes {
  readonly callSid: string;
  /** In Hz: 8000 unless the verb says otherwise. */
  readonly sampleRate: number;
  readonly mixType: MixType;
  /** Of the verb's `metadata`: the roles of this call's channels, "left=agent,right=customer". */
  readonly roles?: string | undefined;
}

/** A key was pressed, or what the server played has ended: nothing to us. */
export type OtherJambonzEvent =
  | { readonly event: "dtmf" }
  | { readonly type: "playDone" };

/** What jambonz may say. */
export type JambonzMessage = CallAttributes | OtherJambonzEvent;
