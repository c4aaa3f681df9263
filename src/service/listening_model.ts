/**
 * The model of a server: loaded while it listens already, then ready.
 *
 * @module
 */
import type { BatchWatch } from "../model/batch_watch.ts";
import type { EngineQueue } from "../model/batcher.ts";
import type { Log } from "../log/log.ts";
import { loadModel } from "../model/load.ts";
import { startThreadedBackend } from "../model/threads/threaded_backend.ts";
import type { Readiness } from "../server/readiness.ts";
import { WindowPlan } from "../session/window_plan.ts";

/** How a model is to run. */
export interface ModelSettings {
  readonly modelFolder: URL;
  readonly strideMs: number;
  readonly threadCount: number;
  readonly workerCount: number;
}

/** What loading needs of its process. */
export interface ModelDeps {
  readonly breathe: () => Promise<void>;
  readonly log: Log;
  /** Watches batches be scored. */
  readonly watch: BatchWatch;
}

/** A model that listens. */
export type ListeningModel = Readiness & {
  readonly isReady: true;
  /** What waits to be scored. */
  readonly queue: EngineQueue;
};

/**
 * Loads the model, on as many threads as there can be.
 *
 * @throws {ModelMismatchError} If the model cannot serve.
 */
export async function loadListeningModel(
  { modelFolder, strideMs, threadCount, workerCount }: ModelSettings,
  { breathe, log, watch }: ModelDeps,
): Promise<ListeningModel> {
  const threads = await startThreadedBackend(threadCount);
  if (threads.fault) {
    log.warn("threads_refused", {
      message: `computes on one thread: ${threads.fault}`,
    });
  }
  const loaded = await loadModel(modelFolder, {
    breathe,
    workerCount,
    watch,
    onWorkerFault: (fault) =>
      log.warn("worker_lost", {
        message: `scores on this thread: ${fault.message}`,
      }),
  });
  const model = { ...loaded, strideMs };
  new WindowPlan(model); // refuses a stride that the model's embeddings do not fit
  const { threadCount: running, fault } = threads;
  const crew = { asked: threadCount, running, ...(fault && { fault }) };
  log.info("model_loaded", {
    message:
      `has loaded the model "${model.name}" on ${model.backend}, threads: ${running}, workers: ${loaded.workers.running}`,
    model: model.name,
    sha256: model.sha256,
  });
  return {
    isReady: true,
    model,
    threads: () => crew,
    workers: () => loaded.workers,
    queue: loaded.queue,
  };
}
