/**
 * A call that goes on while others misbehave, and must not feel it.
 *
 * @module
 */
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import { openStream } from "../../src/client/mod.ts";
import type { Prediction } from "../../src/protocol/native/messages.ts";
import { clockPace, systemClock } from "../_pace.ts";
import { differences, toldAlone } from "../_told_alone.ts";
import { vowels } from "../_vowels.ts";

const RATE_HZ = 8_000;
const CHUNK_MS = 20;
const CHUNK_SAMPLES = RATE_HZ * CHUNK_MS / 1000;
/** The voice repeats after so long. */
const VOICE_SECONDS = 10;

/** What became of the call. */
export interface Testimony {
  readonly predictions: number;
  /** What differs from the same audio heard alone, a line each. */
  readonly complaints: readonly string[];
}

/** Speaks at the pace of speech until it is told to stop, and compares. */
export async function witness(
  origin: string,
  over: AbortSignal,
): Promise<Testimony> {
  const voice = vowels(VOICE_SECONDS, RATE_HZ);
  const stream = await openStream(
    `${origin.replace(/^http/, "ws")}/v1/stream`,
    {
      encoding: "pcm_s16le",
      sampleRateHz: RATE_HZ,
      resume: false,
    },
  );
  const bytes = encodeSamples("pcm_s16le", voice);
  const chunkBytes = CHUNK_SAMPLES * 2;
  const pace = clockPace(1, systemClock);
  let chunks = 0;
  for (; !over.aborted; chunks++) {
    await pace(chunks * CHUNK_MS);
    const at = chunks * chunkBytes % bytes.length;
    await stream.send(bytes.slice(at, at + chunkBytes));
  }
  await stream.close();
  const live: Prediction[] = [];
  for await (const prediction of stream) live.push(prediction);
  const said = Float32Array.from(
    { length: chunks * CHUNK_SAMPLES },
    (_, i) => voice[i % voice.length]!,
  );
  const recording = { sampleRateHz: RATE_HZ, channels: [said] };
  return {
    predictions: live.length,
    complaints: differences(live, await toldAlone(origin, recording)),
  };
}
