/**
 * Weights as the kernels read them, kept on the heap of the backend for as long
 * as a model is served.
 *
 * @module
 */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  addressOf,
  heapValues,
  heapView,
  kernelsOf,
  panelsLength,
  withScratch,
} from "./kernels/module.ts";

/** Some arrays on the heap; they stay where they are until they are disposed of. */
export class Resident {
  readonly backend: BackendWasm;
  readonly #pieces: TensorInfo[] = [];

  constructor(backend: BackendWasm) {
    this.backend = backend;
  }

  /** Keeps a copy of some values. @returns Its address. */
  keep(values: ArrayLike<number>): number {
    const piece = this.#piece(values.length);
    heapView(this.backend, piece).set(values);
    return addressOf(this.backend, piece);
  }

  /** Keeps words of 32 bits: sizes and addresses. @returns Their address. */
  keepWords(words: readonly number[]): number {
    const address = this.keep(new Float32Array(words.length));
    const { buffer } = heapValues(this.backend, address, words.length);
    new Uint32Array(buffer, address, words.length).set(words);
    return address;
  }

  /** Keeps weights `[depth, width]` as panels. @returns Their address. */
  keepPanels(weights: Float32Array, depth: number, width: number): number {
    const { backend } = this;
    const piece = this.#piece(panelsLength(depth, width));
    const panels = addressOf(backend, piece);
    withScratch(backend, [weights.length], (from) => {
      heapValues(backend, from!, weights.length).set(weights);
      kernelsOf(backend).packPanels(from!, panels, depth, width);
    });
    return panels;
  }

  /** Frees all of them. */
  dispose(): void {
    for (const { dataId } of this.#pieces.splice(0)) {
      this.backend.disposeData(dataId);
    }
  }

  #piece(length: number): TensorInfo {
    const piece = this.backend.makeOutput([length], "float32");
    this.#pieces.push(piece);
    return piece;
  }
}
