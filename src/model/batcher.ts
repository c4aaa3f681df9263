/**
 * Shares one engine among all channels.
 *
 * @module
 */
import type { EngineRequest, EngineResult } from "./engine.ts";

/** Scores requests together, results in their order. */
export type ScoreBatch = (
  requests: readonly EngineRequest[],
) => readonly EngineResult[];

/**
 * Windows in one call of the model. From 16 on a window gets no cheaper (tfjs
 * WASM, SIMD, 2026-11), while the sockets wait longer for their turn.
 */
const MAX_BATCH = 16;

interface Waiting {
  readonly request: EngineRequest;
  readonly resolve: (result: EngineResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Lets the event loop serve others, if it is time to. */
export type Breathe = () => Promise<void>;

/**
 * Gathers the requests of all channels into batches.
 *
 * Nothing waits on a clock: what is asked for in one turn is one batch, and
 * what is asked for while a batch runs is in the next. So an idle server
 * answers a lone window at once, and a busy one grows its batches by itself.
 */
export class Batcher {
  readonly #scoreBatch: ScoreBatch;
  readonly #breathe: Breathe;
  readonly #maxBatch: number;
  #waiting: Waiting[] = [];
  #isRunning = false;

  /** @param breathe Called after every batch, so that a long queue keeps no socket waiting. */
  constructor(
    scoreBatch: ScoreBatch,
    breathe: Breathe = () => Promise.resolve(),
    maxBatch = MAX_BATCH,
  ) {
    this.#scoreBatch = scoreBatch;
    this.#breathe = breathe;
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
    await null; // the other channels of this turn join
    while (this.#waiting.length > 0) {
      this.#runBatch(this.#waiting.splice(0, this.#maxBatch));
      await this.#breathe();
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
