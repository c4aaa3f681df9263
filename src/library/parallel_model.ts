/**
 * The network, before and after it was trained: convolutions, then a recurrent
 * branch and a statistics branch in parallel.
 *
 * @module
 */
import { type Model, runModel } from "../model/load.ts";
import type { ModelParts } from "../model/read_model.ts";
import { type NetworkSpec, recipeNetwork } from "../model/network_spec.ts";
import { writeModel } from "../training/write_model.ts";

/** What a network is made for. */
export interface ParallelModelOptions {
  /** Emotions to tell apart, two or more. */
  readonly numEmotions: number;
  /** Goes into its card. @default {"own"} */
  readonly name?: string | undefined;
}

/** A network for some emotions. {@linkcode trainModel} makes it one that hears them. */
export class ParallelModel {
  readonly name: string;
  /** The sizes of its layers. */
  readonly network: NetworkSpec;
  #parts: ModelParts | undefined;
  #running: Model | undefined;

  /** @throws {RangeError} If there are fewer than two emotions. */
  constructor({ numEmotions, name = "own" }: ParallelModelOptions) {
    if (!Number.isInteger(numEmotions) || numEmotions < 2) {
      throw new RangeError(
        `Cannot create a model as numEmotions must be a whole number from 2 on: current value is ${numEmotions}`,
      );
    }
    this.name = name;
    this.network = recipeNetwork(numEmotions);
  }

  /** Emotions it tells apart. */
  get numEmotions(): number {
    return this.network.labelCount;
  }

  /** The model that was trained; it classifies, streams and is measured. @throws {TypeError} If it was not. */
  get trained(): Model {
    return held(this.#running);
  }

  /** Takes what training has made, in place of what it made before. */
  async take(parts: ModelParts): Promise<void> {
    const running = await runModel(parts);
    this.dispose();
    this.#parts = parts;
    this.#running = running;
  }

  /**
   * Writes it as a folder that `MODEL` and {@linkcode loadModel} take.
   *
   * @throws {TypeError} If it was not trained.
   */
  async save(folder: string): Promise<void> {
    const { card, weights } = held(this.#parts);
    await writeModel(folder, card, weights);
  }

  /** Frees the weights; nothing can be asked of it until it is trained again. */
  dispose(): void {
    this.#running?.dispose();
    this.#running = undefined;
    this.#parts = undefined;
  }
}

/**
 * Makes a network for some emotions, as `new ParallelModel` does.
 *
 * @throws {RangeError} If there are fewer than two.
 *
 * @example Usage
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { createModel } from "../mod.ts";
 *
 * const model = createModel({ numEmotions: 8 });
 * deepStrictEqual(model.network.lstmUnits, 64);
 * ```
 */
export function createModel(options: ParallelModelOptions): ParallelModel {
  return new ParallelModel(options);
}

/** A model that was loaded, or one that was trained here. */
export type AnyModel = Model | ParallelModel;

/** What runs. @throws {TypeError} If it is a network that was not trained. */
export function runningModel(model: AnyModel): Model {
  return model instanceof ParallelModel ? model.trained : model;
}

function held<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw new TypeError(
    "Cannot use a model as it must have been trained: call trainModel() first",
  );
}
