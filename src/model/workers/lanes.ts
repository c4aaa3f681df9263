/**
 * What batches are scored by: workers, or this thread where there are none.
 *
 * @module
 */
import type { ScoreBatch } from "../batcher.ts";
import type { EngineRequest, EngineResult } from "../engine.ts";

/** Batches on their way to a worker: while it scores one, the next is there already. */
const LANES_OF_A_WORKER = 2;

/** The part of an engine that scores; a worker's answers later. */
export interface Scoring {
  score(
    requests: readonly EngineRequest[],
  ): readonly EngineResult[] | Promise<readonly EngineResult[]>;
}

/** A worker, as lanes need it. */
export interface Worker extends Scoring {
  /** Why it scores nothing any more, if it does not. */
  readonly fault: Error | undefined;
  close(): void;
}

/** How many engines run on threads of their own, and why not as many as were asked for. */
export interface WorkersState {
  readonly asked: number;
  readonly running: number;
  readonly fault?: string;
}

/** What lanes are made of. */
export interface LanesOptions {
  /** On this thread. */
  readonly engine: Scoring;
  readonly workerCount: number;
  /** Starts a worker with the same model. */
  readonly start: () => Promise<Worker>;
  /** Hears of a worker that does not start, or ends. */
  readonly onFault?: (fault: Error) => void;
}

/** Some lanes. */
export interface Lanes {
  /** One batch at a time goes to each. */
  readonly score: readonly ScoreBatch[];
  readonly state: WorkersState;
  /** Ends the workers. */
  close(): void;
}

/**
 * Starts workers, as many as can be had: two lanes each, or one on this thread. The
 * batch of a worker that fails, and all after it, this thread scores.
 */
export async function createLanes(
  { engine, workerCount, start, onFault = () => {} }: LanesOptions,
): Promise<Lanes> {
  const started = await Promise.allSettled(
    Array.from({ length: workerCount }, start),
  );
  let fault: string | undefined;
  const tell = (reason: unknown) => {
    const error = reason instanceof Error ? reason : new Error(`${reason}`);
    fault = error.message;
    onFault(error);
  };
  const workers = started.flatMap((outcome) => {
    if (outcome.status === "fulfilled") return [outcome.value];
    tell(outcome.reason);
    return [];
  });
  const laneOf = (worker: Worker): ScoreBatch => async (requests) => {
    if (worker.fault) return await engine.score(requests);
    try {
      return await worker.score(requests);
    } catch (error) {
      if (worker.fault) tell(error);
      return await engine.score(requests);
    }
  };
  const lanes = workers.flatMap((worker) =>
    new Array<ScoreBatch>(LANES_OF_A_WORKER).fill(laneOf(worker))
  );
  return {
    score: lanes.length > 0 ? lanes : [(requests) => engine.score(requests)],
    get state() {
      const running = workers.filter((worker) => !worker.fault).length;
      return { asked: workerCount, running, ...(fault && { fault }) };
    },
    close() {
      for (const worker of workers) worker.close();
    },
  };
}
