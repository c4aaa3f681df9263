/**
 * Shares one engine among all channels.
 *
 * @module
 */
import type { EngineRequest, EngineResult } from "./engine.ts";

/** Scores requests together, results in their order: at once, or on another thread. */
export type ScoreBatch = (
  requests: readonly EngineRequest[],
) => readonly EngineResult[] | Promise<readonly EngineResult[]>;

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
 * Gathers the requests of all channels into batches, first come, first served.
 *
 * Nothing waits on a clock: what is asked for in one turn is one batch, and
 * what is asked for while all lanes are busy is in the next. So an idle server
 * answers a lone window at once, and a busy one grows its batches by itself.
 *
 * A channel asks for a window when the one before is answered, so that no more
 * wait than there are channels, and none can fill the queue.
 */
export class Batcher {
  readonly #breathe: Breathe;
  readonly #maxBatch: number;
  readonly #idle: ScoreBatch[];
  readonly #waiting: Waiting[] = [];

  /**
   * @param lanes What scores batches, each one at a time.
   * @param breathe Called after every batch, so that a long queue keeps no socket waiting.
   */
  constructor(
    lanes: readonly ScoreBatch[],
    breathe: Breathe = () => Promise.resolve(),
    maxBatch = MAX_BATCH,
  ) {
    this.#idle = [...lanes];
    this.#breathe = breathe;
    this.#maxBatch = maxBatch;
  }

  /** Requests not yet handed to a lane. */
  get depth(): number {
    return this.#waiting.length;
  }

  /**
   * Scores one window. The request's arrays are lent until the promise settles.
   *
   * @returns The result; rejects with what was thrown for its batch.
   */
  score(request: EngineRequest): Promise<EngineResult> {
    const { promise, resolve, reject } = Promise.withResolvers<EngineResult>();
    this.#waiting.push({ request, resolve, reject });
    const lane = this.#idle.pop();
    if (lane) this.#run(lane);
    return promise;
  }

  async #run(lane: ScoreBatch): Promise<void> {
    await null; // the other channels of this turn join
    while (this.#waiting.length > 0) {
      await runBatch(lane, this.#waiting.splice(0, this.#maxBatch));
      await this.#breathe();
    }
    this.#idle.push(lane);
  }
}

async function runBatch(
  lane: ScoreBatch,
  batch: readonly Waiting[],
): Promise<void> {
  try {
    const results = await lane(batch.map(({ request }) => request));
    batch.forEach(({ resolve }, i) => resolve(results[i]!));
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
