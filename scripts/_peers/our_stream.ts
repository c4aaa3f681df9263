/**
 * One channel, from its samples to what the engine is asked for each window, as
 * `src/session/channel.ts` does it; voice activity and smoothing are left out.
 *
 * @module
 */
import { geometryOf, type ModelCard } from "../../src/model/card.ts";
import type { EngineRequest, EngineResult } from "../../src/model/engine.ts";
import { WindowEmbeddings } from "../../src/session/window_embeddings.ts";
import { FrontEnd } from "../../src/stream/front_end.ts";
import { RollingRows } from "../../src/stream/rolling_rows.ts";
import type { WindowSizes } from "./material.ts";

/** A message of a call. */
const MESSAGE_MS = 20;

/** One channel; windows in order. */
export class OurStream {
  readonly #geometry: ReturnType<typeof geometryOf>;
  readonly #sizes: WindowSizes;
  readonly #messageSamples: number;
  readonly #frontEnd: FrontEnd;
  readonly #rows: RollingRows;
  readonly #embeddings: WindowEmbeddings;

  constructor(card: ModelCard, sizes: WindowSizes) {
    const { features } = card;
    this.#geometry = geometryOf(card);
    this.#sizes = sizes;
    this.#messageSamples = features.sampleRateHz * MESSAGE_MS / 1000;
    this.#frontEnd = new FrontEnd(features.sampleRateHz, features);
    this.#rows = new RollingRows(
      sizes.windowRows + sizes.strideRows,
      features.melCount,
    );
    const { windowEmbeddings, embeddingSize } = this.#geometry;
    this.#embeddings = new WindowEmbeddings(windowEmbeddings, embeddingSize);
  }

  /** Hears the samples up to the end of the next window, in messages. */
  hear(samples: Float32Array): void {
    const size = this.#messageSamples;
    for (let at = 0; at < samples.length; at += size) {
      this.#frontEnd.push(
        samples.subarray(at, at + size),
        (row) => this.#rows.append(row),
      );
    }
  }

  /** What the engine is asked for window `index`. */
  request(index: number): EngineRequest {
    const { blockRows, strideRows } = this.#geometry;
    const { first, end } = this.#span(index);
    const embeddings = this.#embeddings;
    embeddings.startAt(first);
    return {
      rows: this.#rows.view(
        embeddings.end * strideRows,
        (end - 1) * strideRows + blockRows,
      ),
      embeddings: embeddings.known(),
    };
  }

  /** Keeps what window `index` brought. */
  keep(index: number, result: EngineResult): void {
    const { end } = this.#span(index);
    this.#embeddings.append(result.embeddings, end - this.#embeddings.end);
  }

  #span(index: number) {
    const { strideRows, windowEmbeddings } = this.#geometry;
    const first = index * this.#sizes.strideRows / strideRows;
    return { first, end: first + windowEmbeddings };
  }
}
