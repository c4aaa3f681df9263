/**
 * A call that goes on while others misbehave, and must not feel it.
 *
 * @module
 */
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import { encodeWav } from "../../src/audio/wav.ts";
import { openStream } from "../../src/client/mod.ts";
import type { Prediction } from "../../src/protocol/native/messages.ts";
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
  const startMs = performance.now();
  let chunks = 0;
  while (!over.aborted) {
    const at = chunks * chunkBytes % bytes.length;
    await stream.send(bytes.slice(at, at + chunkBytes));
    const dueMs = startMs + ++chunks * CHUNK_MS;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
  }
  await stream.close();
  const live: Prediction[] = [];
  for await (const prediction of stream) live.push(prediction);
  return {
    predictions: live.length,
    complaints: compare(live, await alone(origin, voice, chunks)),
  };
}

/** What the server says of the same audio as a file. */
async function alone(
  origin: string,
  voice: Float32Array,
  chunks: number,
): Promise<Prediction[]> {
  const said = Float32Array.from(
    { length: chunks * CHUNK_SAMPLES },
    (_, i) => voice[i % voice.length]!,
  );
  const response = await fetch(`${origin}/v1/classify`, {
    method: "POST",
    body: encodeWav({ sampleRateHz: RATE_HZ, channels: [said] }),
  });
  return (await response.json()).predictions;
}

function compare(
  live: readonly Prediction[],
  posted: readonly Prediction[],
): string[] {
  const complaints: string[] = [];
  if (live.length !== posted.length) {
    complaints.push(
      `${live.length} predictions where ${posted.length} are due`,
    );
  }
  for (const [i, { index, state, label, skipped }] of live.entries()) {
    const due = posted[i];
    if (due === undefined) break;
    const isSame = index === due.index && state === due.state &&
      label === due.label && skipped === 0;
    if (!isSame) {
      complaints.push(
        `window ${index} is ${state} ${label}, ${skipped} skipped; alone it is ${due.index} ${due.state} ${due.label}`,
      );
    }
  }
  return complaints.slice(0, 5);
}
