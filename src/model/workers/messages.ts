/**
 * What a process and its engine workers say to each other.
 *
 * @module
 */
import type { EngineRequest, EngineResult } from "../engine.ts";
import { lengthOf, placeParts } from "../parts.ts";

/** To a worker: the model to load, then batches. */
export type ToWorker =
  | { readonly type: "load"; readonly folder: string }
  | {
    readonly type: "score";
    readonly id: number;
    readonly requests: readonly EngineRequest[];
  };

/** From a worker: that it can score, then the results of a batch, or why there are none. */
export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "refused"; readonly message: string }
  | {
    readonly type: "scored";
    readonly id: number;
    readonly results: readonly EngineResult[];
  }
  | { readonly type: "failed"; readonly id: number; readonly message: string };

/** A batch with arrays of its own, which can be handed over instead of copied. */
export function ownedBatch(requests: readonly EngineRequest[]): {
  readonly requests: EngineRequest[];
  readonly buffers: ArrayBuffer[];
} {
  const owned = requests.map(({ rows, steps }) => ({
    rows: [joined(rows)],
    steps: steps.slice(),
  }));
  const arrays = owned.flatMap(({ rows, steps }) => [...rows, steps]);
  return { requests: owned, buffers: arrays.map(({ buffer }) => buffer) };
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(lengthOf(parts));
  placeParts(parts, whole);
  return whole;
}
