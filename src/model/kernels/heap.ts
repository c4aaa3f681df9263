/**
 * Views of tensors that live on the heap of tfjs's WASM backend, for kernels
 * of our own that work in place.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** The part of the Emscripten module that tfjs's types leave out; it follows the heap as it grows. */
interface Heap {
  readonly HEAPF32: Float32Array<ArrayBuffer>;
}

/**
 * The values of a float32 tensor, where they lie.
 *
 * Take views after the outputs are made: making one may grow the heap, which
 * detaches every view taken before.
 */
export function heapView(
  backend: BackendWasm,
  tensor: TensorInfo,
): Float32Array {
  const { memoryOffset } = backend.dataIdMap.get(tensor.dataId);
  const length = tensor.shape.reduce((product, size) => product * size, 1);
  const { HEAPF32 } = backend.wasm as unknown as Heap;
  return new Float32Array(HEAPF32.buffer, memoryOffset, length);
}
