/**
 * Ours, streaming and window by window. With `our_stream.ts` it is all that the
 * bench knows of the engine.
 *
 * @module
 */
import { Framer } from "../../src/audio/framer.ts";
import { LogMel } from "../../src/audio/log_mel.ts";
import type { ModelCard } from "../../src/model/card.ts";
import { Engine } from "../../src/model/engine.ts";
import type { WeightArrays } from "../../src/model/weight_arrays.ts";
import type { Answers, Batch, Contender } from "./contender.ts";
import type { Material } from "./material.ts";
import { OurStream } from "./our_stream.ts";

/** To whom all are compared. */
export const STREAMING = "ours, streaming";

/** Our engine and front end, on one piece of material. */
export class Ours implements Disposable {
  readonly #card: ModelCard;
  readonly #material: Material;
  readonly #engine: Engine;
  readonly #logMel: LogMel;

  constructor(
    card: ModelCard,
    weights: readonly WeightArrays[],
    material: Material,
  ) {
    this.#card = card;
    this.#material = material;
    this.#engine = new Engine(card, weights);
    this.#logMel = new LogMel(card.features);
  }

  /** What everybody must answer: every window by itself, from its rows. */
  expected(): Required<Answers> {
    const { rows, windowCount } = this.#material;
    const size = rows.length / windowCount;
    const windows = Array.from(
      { length: windowCount },
      (_, i) => rows.slice(i * size, (i + 1) * size),
    );
    return {
      logits: windows.map((window) => [...this.#engine.logitsOf(window)]),
      posteriors: this.#posteriors(windows),
    };
  }

  /** Ours to time. */
  contenders(): Contender[] {
    return [this.#streaming(), this.#whole(), this.#features()];
  }

  /** Frees the weights. */
  [Symbol.dispose](): void {
    this.#engine.dispose();
  }

  #streaming(): Contender {
    return {
      name: STREAMING,
      includes:
        "decoded samples to posterior, features too: the new 480 ms only, then the window's score",
      answers: (batch) => {
        const posteriors: number[][] = [];
        this.#stream(batch, (results) => posteriors.push([...results.at(-1)!]));
        return Promise.resolve({ posteriors });
      },
      times: (batch) => {
        const ms: number[] = [];
        let startMs = performance.now();
        this.#stream(batch, () => {
          const endMs = performance.now();
          ms.push((endMs - startMs) / batch);
          startMs = endMs;
        });
        return Promise.resolve(ms.slice(1));
      },
    };
  }

  /** Every window of as many channels that say the same, a window at a time. */
  #stream(
    batch: Batch,
    onWindow: (posteriors: readonly Float32Array[]) => void,
  ): void {
    const { samples, windowCount, windowSamples, strideSamples } =
      this.#material;
    const streams = Array.from(
      { length: batch },
      () => new OurStream(this.#card, this.#material),
    );
    let heard = 0;
    for (let index = 0; index < windowCount; index++) {
      const end = windowSamples + index * strideSamples;
      const fresh = samples.subarray(heard, end);
      for (const stream of streams) stream.hear(fresh);
      heard = end;
      const results = this.#engine.score(
        streams.map((stream) => stream.request(index)),
      );
      streams.forEach((stream, i) => stream.keep(index, results[i]!));
      onWindow(results.map(({ posterior }) => posterior));
    }
  }

  #whole(): Contender {
    return this.#byWindow(
      "ours, whole window",
      "decoded samples to posterior, features too: all of the 3 s anew",
      (rows) => this.#posteriors(rows),
    );
  }

  #features(): Contender {
    return this.#byWindow(
      "our log-Mel of a whole window",
      "features alone, for the networks that are timed alone",
      () => [],
    );
  }

  /** Features of whole windows, and what is made of them. */
  #byWindow(
    name: string,
    includes: string,
    act: (rows: readonly Float32Array[]) => number[][],
  ): Contender {
    const { windowCount } = this.#material;
    const all = Array.from({ length: windowCount }, (_, i) => i);
    return {
      name,
      includes,
      answers: () => {
        const posteriors = this.#posteriors(all.map((i) => this.#rowsOf(i)));
        return Promise.resolve({ posteriors });
      },
      times: (batch) =>
        Promise.resolve(
          all.slice(1).map((first) => {
            const startMs = performance.now();
            const rows: Float32Array[] = [];
            for (let i = 0; i < batch; i++) {
              rows.push(this.#rowsOf((first + i) % windowCount));
            }
            act(rows);
            return (performance.now() - startMs) / batch;
          }),
        ),
    };
  }

  #posteriors(windows: readonly Float32Array[]): number[][] {
    const steps = new Uint8Array();
    return this.#engine.score(windows.map((rows) => ({ rows: [rows], steps })))
      .map(({ posterior }) => [...posterior]);
  }

  /** Log-Mel of a window from its samples. */
  #rowsOf(index: number): Float32Array {
    const { samples, strideSamples, windowSamples, windowRows } =
      this.#material;
    const { features } = this.#card;
    const first = index * strideSamples;
    const rows = new Float32Array(windowRows * features.melCount);
    new Framer(features).push(
      samples.subarray(first, first + windowSamples),
      this.#logMel.samples,
      (count, row) =>
        rows.set(this.#logMel.rows(count), row * features.melCount),
    );
    return rows;
  }
}
