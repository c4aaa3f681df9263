/**
 * What FreeSWITCH's modules `mod_audio_stream` and `mod_audio_fork` say on a
 * socket that they have opened, one for each channel (media bug).
 *
 *     FreeSWITCH                                             server
 *       (upgrade; mod_audio_fork with the subprotocol
 *        "audio.drachtio.org")                           -->
 *       the text that was given as metadata, if any      -->
 *       (binary audio, 20 ms or more) ...                -->
 *       texts of `send_text` and `stop`, any             -->
 *       (an empty binary message: graceful shutdown)     -->
 *       (socket close)                                   -->
 *
 * Audio is linear PCM, 16 bits, little-endian. Neither module says of itself how
 * it sends audio: who gives the command does, in the URL or as metadata, in the
 * fields below. `mod_audio_stream` may send audio before its metadata: with it,
 * the URL is the place. `stereo` has the party of the channel left and what is
 * played to it right. The server may answer; this one never does.
 *
 * Source: the modules' READMEs (github.com/amigniter/mod_audio_stream,
 * github.com/drachtio/drachtio-freeswitch-modules) and their sources.
 *
 * @module
 */
import type { CallFields } from "../fields.ts";
import type { MixType } from "../mix_type.ts";

/** What the command's URL (`?mixType=stereo&sampleRate=16000`) or its metadata says. */
export interface FreeswitchMetadata extends CallFields {
  /** The command's third argument. */
  readonly mixType?: MixType | undefined;
  /** The command's fourth argument, in Hz: "16k" is 16000. */
  readonly sampleRate?: number | undefined;
}
