/**
 * From a model's folder to something that scores windows.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { FeatureSpec } from "../audio/feature_spec.ts";
import type { BatchWatch } from "./batch_watch.ts";
import {
  Batcher,
  type BatchRequest,
  type Breathe,
  type EngineQueue,
} from "./batcher.ts";
import { type CardGeometry, geometryOf, type ModelCard } from "./card.ts";
import { Engine, type EngineResult } from "./engine.ts";
import { ModelMismatchError } from "./model_mismatch_error.ts";
import { type ModelParts, readModel } from "./read_model.ts";
import { startWasmBackend } from "./wasm_backend.ts";
import { EngineWorker } from "./workers/engine_worker.ts";
import { createLanes, type Lanes, type WorkersState } from "./workers/lanes.ts";

/** A model, loaded, checked and warm. */
export interface Model {
  readonly card: ModelCard;
  readonly name: string;
  /** Hash of the weights, hexadecimal. */
  readonly sha256: string;
  /** Class names, in the order of the posteriors. */
  readonly labels: readonly string[];
  readonly features: FeatureSpec;
  readonly geometry: CardGeometry;
  readonly uncertainBelow: number;
  /** The tfjs backend it runs on. */
  readonly backend: string;
  /** The engines on threads of their own. */
  readonly workers: WorkersState;
  /** What waits to be scored. */
  readonly queue: EngineQueue;
  /** Scores one window, in a batch with what others ask for meanwhile. */
  score(request: BatchRequest): Promise<EngineResult>;
  /** Frees the weights; scores nothing afterwards. */
  dispose(): void;
}

/** How a model is to run. */
export interface LoadOptions {
  /**
   * Lets the event loop serve others between two batches; programs without
   * sockets need none.
   */
  readonly breathe?: Breathe;
  /**
   * Engines on threads of their own, which leave this thread to the sockets.
   *
   * @default {0}
   */
  readonly workerCount?: number;
  /** Hears of a worker that does not start, or ends; this thread does its work. */
  readonly onWorkerFault?: (fault: Error) => void;
  /** Watches batches be scored. */
  readonly watch?: BatchWatch;
}

/**
 * Loads `card.json` and the weights it names from a folder, checks them, and
 * runs the network once on its shortest window and once on a whole one.
 *
 * @throws {ModelMismatchError} If the folder holds no model, its weights are
 * not those of the card, or this process cannot run it.
 */
export async function loadModel(
  folder: URL,
  options: LoadOptions = {},
): Promise<Model> {
  const { workerCount = 0, onWorkerFault } = options;
  const { engine, card } = await loadEngine(folder);
  const lanes = await createLanes({
    engine,
    workerCount,
    start: () => EngineWorker.start(folder),
    ...(onWorkerFault && { onFault: onWorkerFault }),
  });
  return modelOf(engine, card, lanes, options);
}

/**
 * Runs a model that is in memory, on this thread.
 *
 * @throws {ModelMismatchError} If this process cannot run it.
 */
export async function runModel(parts: ModelParts): Promise<Model> {
  const engine = await startEngine(parts);
  const lanes = await createLanes({
    engine,
    workerCount: 0,
    start: () => Promise.reject(new Error("no worker was asked for")),
  });
  return modelOf(engine, parts.card, lanes);
}

function modelOf(
  engine: Engine,
  card: ModelCard,
  lanes: Lanes,
  { breathe, watch }: LoadOptions = {},
): Model {
  const batcher = new Batcher(lanes.score, { breathe, watch });
  return {
    card,
    name: card.name,
    sha256: card.weights.sha256,
    labels: card.labels,
    features: card.features,
    geometry: geometryOf(card),
    uncertainBelow: card.uncertainBelow,
    backend: tf.getBackend(),
    get workers() {
      return lanes.state;
    },
    queue: batcher,
    score: (request) => batcher.score(request),
    dispose() {
      lanes.close();
      engine.dispose();
    },
  };
}

/**
 * Loads a model as {@linkcode loadModel} does, to run on this thread.
 *
 * @throws {ModelMismatchError} As {@linkcode loadModel}.
 */
export async function loadEngine(
  folder: URL,
): Promise<{ readonly engine: Engine; readonly card: ModelCard }> {
  const parts = await readModel(folder);
  return { engine: await startEngine(parts), card: parts.card };
}

async function startEngine({ card, weights }: ModelParts): Promise<Engine> {
  await startWasmBackend();
  const engine = new Engine(card, weights);
  try {
    warmUp(engine, card);
  } catch (error) {
    engine.dispose();
    throw error;
  }
  return engine;
}

/** The first window of a stream, and the last embedding of a whole one. */
function warmUp(engine: Engine, card: ModelCard): void {
  const { blockRows, strideRows, stepBytes, firstEmbeddings } = geometryOf(
    card,
  );
  const rowCount = blockRows + (firstEmbeddings - 1) * strideRows;
  const [first] = engine.score([{
    rows: [new Float32Array(rowCount * card.features.melCount)],
    steps: new Uint8Array(),
  }]);
  const [next] = engine.score([{
    rows: [new Float32Array(blockRows * card.features.melCount)],
    steps: new Uint8Array((card.window.embeddings - 1) * stepBytes),
  }]);
  for (const { posterior } of [first!, next!]) {
    if (posterior.every(Number.isFinite)) continue;
    throw new ModelMismatchError(
      `Cannot serve the model "${card.name}" as its posteriors must be finite: they are ${posterior}`,
    );
  }
}
