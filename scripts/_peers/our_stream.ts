/**
 * One channel, from its samples to what the engine is asked for each window, as
 * `src/session/channel.ts` does it; voice activity and smoothing are left out.
 *
 * @module
 */
import { geometryOf, type ModelCard } from "../../src/model/card.ts";
import type { EngineRequest, EngineResult } from "../../src/model/engine.ts";
import { WindowSteps } from "../../src/session/window_steps.ts";
import { FrontEnd } from "../../src/stream/front_end.ts";
import { RowQueue } from "../../src/stream/row_queue.ts";
import type { WindowSizes } from "./material.ts";

/** A message of a call. */
const MESSAGE_MS = 20;

/** One channel; windows in order. */
export class OurStream {
  readonly #geometry: ReturnType<typeof geometryOf>;
  readonly #sizes: WindowSizes;
  readonly #messageSamples: number;
  readonly #frontEnd: FrontEnd;
  readonly #rows: RowQueue;
  readonly #steps: WindowSteps;

  constructor(card: ModelCard, sizes: WindowSizes) {
    const { features } = card;
    this.#geometry = geometryOf(card);
    this.#sizes = sizes;
    this.#messageSamples = features.sampleRateHz * MESSAGE_MS / 1000;
    this.#frontEnd = new FrontEnd(features.sampleRateHz, features);
    this.#rows = new RowQueue(features.melCount);
    const { windowEmbeddings, stepBytes } = this.#geometry;
    this.#steps = new WindowSteps(windowEmbeddings, stepBytes);
  }

  /** Hears the samples up to the end of the next window, in messages. */
  hear(samples: Float32Array): void {
    const size = this.#messageSamples;
    for (let at = 0; at < samples.length; at += size) {
      this.#frontEnd.push(
        samples.subarray(at, at + size),
        (rows) => this.#rows.append(rows),
      );
    }
  }

  /** What the engine is asked for window `index`. */
  request(index: number): EngineRequest {
    const { blockRows, strideRows } = this.#geometry;
    const { first, end } = this.#span(index);
    const steps = this.#steps;
    steps.startAt(first);
    const endRow = (end - 1) * strideRows + blockRows;
    return {
      rows: this.#rows.parts(steps.end * strideRows, endRow),
      steps: steps.known(),
    };
  }

  /** Keeps what window `index` brought, and lets go of the rows behind it. */
  keep(index: number, result: EngineResult): void {
    const steps = this.#steps;
    steps.append(result.steps, this.#span(index).end - steps.end);
    this.#rows.forgetBefore(steps.end * this.#geometry.strideRows);
  }

  #span(index: number) {
    const { strideRows, windowEmbeddings } = this.#geometry;
    const first = index * this.#sizes.strideRows / strideRows;
    return { first, end: first + windowEmbeddings };
  }
}
