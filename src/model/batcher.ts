/**
 * Shares one engine among all channels.
 *
 * @module
 */
import { setImmediate } from "node:timers";
import type { EngineRequest, EngineResult } from "./engine.ts";

/** Scores requests together, results in their order. */
export type ScoreBatch = (
  requests: readonly EngineRequest[],
) => readonly EngineResult[];

/**
 * Windows in one call of the model. From 16 on a window gets no cheaper (tfjs
 * WASM, SIMD, 2026-11), while the sockets wait longer for their turn.
 */
export const MAX_BATCH = 16;

interface Waiting {
  readonly request: EngineRequest;
  readonly resolve: (result: EngineResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers the requests of all channels into batches.
 *
 * Nothing waits on a clock: what is asked for while a batch runs is the next
 * batch. Before every batch the event loop takes a turn, so sockets are read,
 * other channels join, and a long queue never keeps anybody else waiting.
 */
export class Batcher {
  readonly #scoreBatch: ScoreBatch;
  readonly #maxBatch: number;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(scoreBatch: ScoreBatch, maxBatch = MAX_BATCH) {
    this.#scoreBatch = scoreBatch;
    this.#maxBatch = maxBatch;
  }

  /** Requests not yet handed to the engine. */
  get depth(): number {
    return this.#waiting.length;
  }

  /**
   * Scores one window. The request's arrays are lent until the promise settles.
   *
   * @returns The result; rejects with what the engine threw for its batch.
   */
  score(request: EngineRequest): Promise<EngineResult> {
    const { promise, resolve, reject } = Promise.withResolvers<EngineResult>();
    this.#waiting.push({ request, resolve, reject });
    if (!this.#isRunning) this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#runBatch(this.#waiting.splice(0, this.#maxBatch));
    }
    this.#isRunning = false;
  }

  #runBatch(batch: readonly Waiting[]): void {
    try {
      const results = this.#scoreBatch(batch.map(({ request }) => request));
      batch.forEach(({ resolve }, i) => resolve(results[i]!));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
