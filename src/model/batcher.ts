/**
 * Shares one engine among all channels.
 *
 * @module
 */
import { type BatchWatch, UNWATCHED } from "./batch_watch.ts";
import type { EngineRequest, EngineResult } from "./engine.ts";
import { type BatchClock, Gathering, SYSTEM_CLOCK } from "./gathering.ts";

/** Scores requests together, results in their order: at once, or on another thread. */
export type ScoreBatch = (
  requests: readonly EngineRequest[],
) => readonly EngineResult[] | Promise<readonly EngineResult[]>;

/** Windows in one call of the model: with more, the sockets wait too long for their turn. */
const MAX_BATCH = 16;

/** A window to score. */
export interface BatchRequest extends EngineRequest {
  /**
   * Who asks has nothing else to do until it is answered, as with a file: it
   * waits for no others.
   *
   * @default {false}
   */
  readonly isUrgent?: boolean;
}

interface Waiting {
  readonly request: BatchRequest;
  readonly askedMs: number;
  readonly resolve: (result: EngineResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Lets the event loop serve others, if it is time to. */
export type Breathe = () => Promise<void>;

/** How a {@linkcode Batcher} works. */
export interface BatcherOptions {
  /** Called after every batch, so that a long queue keeps no socket waiting. @default nothing */
  readonly breathe?: Breathe | undefined;
  /** The most windows in a batch. @default {16} */
  readonly maxBatch?: number | undefined;
  /** Watches batches be scored. @default nobody */
  readonly watch?: BatchWatch | undefined;
  /** @default the runtime's */
  readonly clock?: BatchClock | undefined;
}

/** What waits for an engine, and what an engine works on. */
export interface EngineQueue {
  /** Requests not yet handed to a lane. */
  readonly depth: number;
  /** When the oldest batch that is being scored was handed over, by the batcher's clock; nothing if none is. */
  readonly busySinceMs: number | undefined;
}

/**
 * Gathers the requests of all channels into batches, first come, first served.
 *
 * What is asked for in one turn is one batch, and what is asked for while all
 * lanes are busy is in the next. Only where many windows come does a batch wait
 * for more ({@linkcode Gathering}): an idle server answers a lone one at once, and
 * a busy one grows its batches by itself.
 *
 * A channel asks for a window when the one before is answered, so that no more
 * wait than there are channels, and none can fill the queue.
 */
export class Batcher implements EngineQueue {
  readonly #breathe: Breathe;
  readonly #clock: BatchClock;
  readonly #gathering: Gathering;
  readonly #watch: BatchWatch;
  readonly #maxBatch: number;
  readonly #idle: ScoreBatch[];
  readonly #waiting: Waiting[] = [];
  /** Ends the timer that runs until what waits has waited long enough. */
  #endHold: (() => void) | undefined;
  /** When each batch was handed over that is being scored, in that order. */
  readonly #running = new Set<{ readonly startedMs: number }>();

  /** @param lanes What scores batches, each one at a time. */
  constructor(
    lanes: readonly ScoreBatch[],
    {
      breathe,
      maxBatch = MAX_BATCH,
      watch = UNWATCHED,
      clock = SYSTEM_CLOCK,
    }: BatcherOptions = {},
  ) {
    this.#idle = [...lanes];
    this.#breathe = breathe ?? (() => Promise.resolve());
    this.#maxBatch = maxBatch;
    this.#watch = watch;
    this.#clock = clock;
    this.#gathering = new Gathering(maxBatch);
  }

  get depth(): number {
    return this.#waiting.length;
  }

  get busySinceMs(): number | undefined {
    for (const { startedMs } of this.#running) return startedMs;
    return undefined;
  }

  /**
   * Scores one window. The request's arrays are lent until the promise settles.
   *
   * @returns The result; rejects with what was thrown for its batch.
   */
  score(request: BatchRequest): Promise<EngineResult> {
    const { promise, resolve, reject } = Promise.withResolvers<EngineResult>();
    const askedMs = this.#clock.now();
    this.#waiting.push({ request, askedMs, resolve, reject });
    if (!request.isUrgent) this.#gathering.note(askedMs);
    this.#start();
    return promise;
  }

  #start(): void {
    const lane = this.#idle.pop();
    if (lane) this.#run(lane);
  }

  async #run(lane: ScoreBatch): Promise<void> {
    await null; // the other channels of this turn join
    while (this.#isDue) {
      this.#endHold?.();
      this.#endHold = undefined;
      await this.#watched(lane, this.#waiting.splice(0, this.#maxBatch));
      await this.#breathe();
    }
    this.#idle.push(lane);
    this.#hold();
  }

  get #isDue(): boolean {
    return this.#waiting.length > 0 && this.#holdMs() <= 0;
  }

  /** How long what waits is still to wait for others. */
  #holdMs(): number {
    const { length, 0: first } = this.#waiting;
    const nowMs = this.#clock.now();
    const holdMs = this.#gathering.holdMs(length, first!.askedMs, nowMs);
    if (holdMs <= 0) return 0;
    return this.#waiting.some(({ request }) => request.isUrgent) ? 0 : holdMs;
  }

  /** Looks again at what waits when it has waited long enough. */
  #hold(): void {
    if (this.#endHold || this.#waiting.length === 0) return;
    const { length } = this.#waiting;
    this.#endHold = this.#clock.after(Math.ceil(this.#holdMs()), () => {
      this.#endHold = undefined;
      if (this.#waiting.length === length) this.#gathering.disappoint();
      this.#start();
    });
  }

  async #watched(lane: ScoreBatch, batch: readonly Waiting[]): Promise<void> {
    const running = { startedMs: this.#clock.now() };
    this.#running.add(running);
    const hasFailed = !await runBatch(lane, batch);
    this.#running.delete(running);
    this.#watch.scored({
      windowCount: batch.length,
      waitedMs: running.startedMs - batch[0]!.askedMs,
      startedMs: running.startedMs,
      endedMs: this.#clock.now(),
      hasFailed,
    });
  }
}

/** Scores a batch and tells who waits for it. @returns Whether it could be scored. */
async function runBatch(
  lane: ScoreBatch,
  batch: readonly Waiting[],
): Promise<boolean> {
  try {
    const results = await lane(batch.map(({ request }) => request));
    batch.forEach(({ resolve }, i) => resolve(results[i]!));
    return true;
  } catch (error) {
    for (const { reject } of batch) reject(error);
    return false;
  }
}
