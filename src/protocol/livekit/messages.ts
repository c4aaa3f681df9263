/**
 * What LiveKit's track egress says on the socket that it has opened, one for
 * each track.
 *
 *     LiveKit egress                          server
 *       (binary audio) ...                -->
 *       {"muted":true}                    -->
 *       (audio goes on as silence, or stops: older versions)
 *       {"muted":false}                   -->
 *       (binary audio) ...                -->
 *       (socket close: unpublished)       -->
 *
 * Audio is linear PCM, 16 bits, little-endian, 48 kHz and two channels
 * interleaved, which are alike where the track has one. Nothing is said before
 * it: what else is to be known stands in the URL, in the fields below. Nothing
 * that a server answers is read.
 *
 * Source: docs.livekit.io, track egress; github.com/livekit/egress, whose
 * pipeline fixes the rate and the two channels (its issue 147).
 *
 * @module
 */
import type { CallFields } from "../fields.ts";

/** The track was muted or is not any more. */
export interface TrackMuted {
  readonly muted: boolean;
}

/** What the URL says: `?callId=...&streamId=...&roles=track=customer`. */
export interface LivekitUrl extends CallFields {
  /** In Hz. @default {48000} */
  readonly sampleRate: number;
  /** Channels of the track that are interleaved; the first one is heard. @default {2} */
  readonly channels: 1 | 2;
}
