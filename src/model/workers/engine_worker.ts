/**
 * An engine that runs on another thread, as the process that sends to it sees it.
 *
 * @module
 */
import type { EngineRequest, EngineResult } from "../engine.ts";
import { type FromWorker, ownedBatch, type ToWorker } from "./messages.ts";

/** A model takes less than a second to load; a worker that says nothing for so long never will. */
const START_MS = 15_000;

/** Makes a thread that runs `worker.ts`. */
export type CreateWorker = () => Worker;

/** Scores batches on a worker, one or several at a time, in their order. */
export class EngineWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<EngineResult[]>>();
  #count = 0;
  #fault: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault(); // the process lives on
      this.#end(new Error(`a worker ended: ${event.message}`));
    };
  }

  /**
   * Starts a worker and has it load a model.
   *
   * @throws {Error} If there are no workers here, or it does not load.
   */
  static async start(
    folder: URL,
    create: CreateWorker = createWorker,
    startMs = START_MS,
  ): Promise<EngineWorker> {
    const worker = create();
    try {
      await loaded(worker, folder, startMs);
      return new EngineWorker(worker);
    } catch (error) {
      worker.terminate();
      throw error;
    }
  }

  /** Why it scores nothing any more, if it does not. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  /** Scores requests together; rejects if the worker fails or has ended. */
  score(requests: readonly EngineRequest[]): Promise<EngineResult[]> {
    if (this.#fault) return Promise.reject(this.#fault);
    const id = this.#count++;
    const waiting = Promise.withResolvers<EngineResult[]>();
    this.#waiting.set(id, waiting);
    const batch = ownedBatch(requests);
    const message: ToWorker = { type: "score", id, requests: batch.requests };
    this.#worker.postMessage(message, batch.buffers);
    return waiting.promise;
  }

  /** Ends the worker; what it has not answered is rejected. */
  close(): void {
    this.#end(new Error("the worker was closed"));
  }

  #hear(message: FromWorker): void {
    if (message.type !== "scored" && message.type !== "failed") return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === "scored") waiting?.resolve([...message.results]);
    else waiting?.reject(new Error(message.message));
  }

  #end(fault: Error): void {
    this.#fault ??= fault;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(this.#fault);
    this.#waiting.clear();
  }
}

function createWorker(): Worker {
  return new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
}

/** Resolves once a worker has loaded a model. */
async function loaded(
  worker: Worker,
  folder: URL,
  startMs: number,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const limit = setTimeout(
    () => reject(new Error(`a worker must be ready within ${startMs} ms`)),
    startMs,
  );
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === "refused") reject(new Error(data.message));
    else resolve();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`a worker must start: ${event.message}`));
  };
  try {
    worker.postMessage(
      { type: "load", folder: folder.href } satisfies ToWorker,
    );
    await promise;
  } finally {
    clearTimeout(limit);
  }
}
