/**
 * LiveKit's track egress.
 *
 * @module
 */
import { bytesPerSample } from "../../audio/sample_encoding.ts";
import type { Fields } from "../../protocol/fields.ts";
import {
  parseLivekitMessage,
  readLivekitUrl,
} from "../../protocol/livekit/parse.ts";
import { beginInterleaved, type HearAudio } from "./interleaved_call.ts";
import { MAX_GAP_MS } from "./chunk_placement.ts";
import { MutedGaps } from "./muted_gaps.ts";
import type { CallControl, Wire, WireListener } from "./wire_dialog.ts";

const ENCODING = "pcm_s16le";
const SAMPLE_BYTES = bytesPerSample(ENCODING);

/**
 * LiveKit: one track. Its call begins with the first message, as LiveKit
 * announces nothing.
 *
 * @param parameters Those of the URL.
 */
export function livekitWire(parameters: Fields): Wire {
  return {
    platform: "livekit",
    listen: (call) => new LivekitListener(call, parameters),
  };
}

/** A track that has begun. */
interface Track {
  readonly hear: HearAudio;
  readonly gaps: MutedGaps;
  readonly sampleRateHz: number;
  /** How long so many bytes of it last. */
  readonly lastsMs: (bytes: number) => number;
}

class LivekitListener implements WireListener {
  readonly #call: CallControl;
  readonly #parameters: Fields;
  #track: Track | undefined;

  constructor(call: CallControl, parameters: Fields) {
    this.#call = call;
    this.#parameters = parameters;
  }

  hearText(text: string): void {
    const event = parseLivekitMessage(text);
    const { gaps } = this.#begun();
    if (event) gaps.turn(event.muted);
  }

  hearAudio(bytes: Uint8Array): void {
    const { hear, gaps, lastsMs } = this.#begun();
    this.#fill(gaps.heard(this.#call.now(), lastsMs(bytes.length)));
    hear(bytes);
  }

  /** A call that ends muted ends with silence. */
  release(): void {
    this.#fill(this.#begun().gaps.missingMs(this.#call.now()));
  }

  #begun(): Track {
    return this.#track ??= beginTrack(this.#call, this.#parameters);
  }

  /** What is missing is silence; of a long stretch the start is heard, and the rest is left out. */
  #fill(missingMs: number): void {
    const silenceMs = Math.min(missingMs, MAX_GAP_MS);
    const leftOutMs = missingMs - silenceMs;
    const samples = (ms: number) =>
      Math.round(ms * this.#begun().sampleRateHz / 1000);
    if (silenceMs > 0) this.#call.pushSilence(samples(silenceMs));
    if (leftOutMs > 0) this.#call.leaveOut(samples(leftOutMs));
    const { losses } = this.#call;
    losses.silenceMs += Math.round(silenceMs);
    losses.leftOutMs += Math.round(leftOutMs);
  }
}

function beginTrack(call: CallControl, parameters: Fields): Track {
  const { sampleRate, channels, roles, ...names } = readLivekitUrl(parameters);
  const start = {
    ...names,
    encoding: ENCODING,
    sampleRateHz: sampleRate,
    directions: ["track"],
    statedRoles: roles,
  } as const;
  const bytesPerMs = SAMPLE_BYTES * channels * sampleRate / 1000;
  return {
    hear: beginInterleaved(call, start, channels),
    gaps: new MutedGaps(call.now()),
    sampleRateHz: sampleRate,
    lastsMs: (bytes) => bytes / bytesPerMs,
  };
}
