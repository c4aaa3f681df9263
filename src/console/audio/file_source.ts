/**
 * A file as if somebody spoke it.
 *
 * @module
 */
import type { AudioSource, Pacing } from "./audio_source.ts";
import type { WavFile } from "./wav_file.ts";

/** Audio that is sent at a time: short beside a stride, long beside a timer. */
const CHUNK_MS = 100;

/** Streams a file at a multiple of its own pace; 0 leaves the pace to who listens. */
export class FileSource implements AudioSource {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly isLive = false;
  readonly #file: WavFile;
  readonly #speed: number;
  readonly #pacing: Pacing;
  readonly #stopping = new AbortController();

  constructor(file: WavFile, speed: number, pacing: Pacing = CLOCK) {
    this.#file = file;
    this.#speed = speed;
    this.#pacing = pacing;
    this.sampleRateHz = file.sampleRateHz;
    this.channelCount = file.channelCount;
  }

  async *chunks(): AsyncGenerator<readonly Float32Array[]> {
    const { signal } = this.#stopping;
    const chunkSamples = Math.ceil(this.sampleRateHz * CHUNK_MS / 1_000);
    const beganMs = this.#pacing.now();
    let sentSamples = 0;
    for await (const slice of this.#file.slices()) {
      const sliceSamples = slice[0]!.length;
      for (let at = 0; at < sliceSamples; at += chunkSamples) {
        await this.#waitUntil(beganMs, sentSamples);
        if (signal.aborted) return;
        const chunk = slice.map((s) => s.subarray(at, at + chunkSamples));
        sentSamples += chunk[0]!.length;
        yield chunk;
      }
    }
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #waitUntil(beganMs: number, samples: number): Promise<void> {
    if (this.#speed === 0) return;
    const audioMs = samples / this.sampleRateHz * 1_000;
    const dueMs = beganMs + audioMs / this.#speed;
    const waitMs = dueMs - this.#pacing.now();
    if (waitMs > 0) await this.#pacing.sleep(waitMs, this.#stopping.signal);
  }
}

/** That of the browser; it leaves nothing on the signal: a long file sleeps 18,000 times. */
export const CLOCK: Pacing = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done);
    }),
};
