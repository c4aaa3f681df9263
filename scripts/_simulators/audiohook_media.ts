/**
 * What an AudioHook client sends of a call, and where it pauses.
 *
 * @module
 */
import { interleave } from "../../src/audio/interleaved.ts";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import type { Audio } from "../../src/audio/wav.ts";
import { resampled } from "../../src/training/whole_signal.ts";
import type { MediaOffer } from "./audiohook_messages.ts";

/** The rate of all media that Genesys offers. */
export const RATE_HZ = 8_000;
/** Audio in one message, as Genesys's test client sends it. */
const FRAME_SAMPLES = 1_600;
/** How an encoder of ours writes each format. */
const ENCODINGS = { PCMU: "mulaw", L16: "pcm_s16le" } as const;

/** A part of the call that is not sent: while it is paused, or because the client could not. */
export interface Gap {
  readonly kind: "paused" | "discarded";
  readonly firstSample: number;
  readonly endSample: number;
}

/** What is sent next, at a place in the call. */
export type Act =
  & { readonly atSample: number }
  & (
    | { readonly kind: "audio"; readonly bytes: Uint8Array<ArrayBuffer> }
    | { readonly kind: "paused" }
    | { readonly kind: "resumed" | "discarded"; readonly gap: Gap }
  );

/** A place in the call as a duration. */
export function duration(samples: number): string {
  return `PT${samples / RATE_HZ}S`;
}

/** Genesys's offer for so many voices: all of them, then each alone. */
export function offersOf(
  voiceCount: number,
  format: MediaOffer["format"],
): MediaOffer[] {
  const sides = voiceCount === 1
    ? [["external"], ["internal"]]
    : [["external", "internal"], ["external"], ["internal"]];
  return sides.map((channels) => ({
    type: "audio",
    format,
    channels,
    rate: RATE_HZ,
  }));
}

/** The call in the medium that was chosen, message by message. */
export function* actsOf(
  audio: Audio,
  medium: MediaOffer,
  gaps: readonly Gap[],
): Generator<Act> {
  const voices = medium.channels.map((side) => voiceOf(audio, side));
  const length = voices[0]!.length;
  for (let at = 0; at < length;) {
    const gap = gaps.find(({ firstSample, endSample }) =>
      firstSample <= at && at < endSample
    );
    if (gap !== undefined) {
      if (gap.kind === "paused") yield { atSample: at, kind: "paused" };
      const end = Math.min(gap.endSample, length);
      const kind = gap.kind === "paused" ? "resumed" : "discarded";
      yield { atSample: end, kind, gap: { ...gap, endSample: end } };
      at = end;
      continue;
    }
    const end = Math.min(
      at + FRAME_SAMPLES,
      length,
      ...gaps.map(({ firstSample }) => firstSample).filter((n) => n > at),
    );
    const frame = interleave(voices.map((voice) => voice.subarray(at, end)));
    const bytes = encodeSamples(ENCODINGS[medium.format], frame);
    yield { atSample: at, kind: "audio", bytes };
    at = end;
  }
}

/** The customer is the first voice; who is alone speaks on both sides. */
function voiceOf(
  { channels, sampleRateHz }: Audio,
  side: string,
): Float32Array {
  const voice = side === "internal" ? channels.at(-1)! : channels[0]!;
  return sampleRateHz === RATE_HZ
    ? voice
    : resampled(voice, sampleRateHz, RATE_HZ);
}

/** Reads "2-4,6-7", in seconds. */
export function readGaps(kind: Gap["kind"], text: string): Gap[] {
  return text.split(",").filter(Boolean).map((part) => {
    const [first, end] = part.split("-").map((seconds) =>
      Math.round(Number(seconds) * RATE_HZ)
    );
    if (first !== undefined && end !== undefined && first < end && first >= 0) {
      return { kind, firstSample: first, endSample: end };
    }
    throw new SyntaxError(
      `Cannot simulate a call as what is ${kind} must be seconds, such as 2-4: current value is "${part}"`,
    );
  });
}
