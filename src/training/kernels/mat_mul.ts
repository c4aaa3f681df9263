/**
 * The product of two matrices, on the tiles of our own.
 *
 * tfjs's WASM backend has no fused multiply-add and packs its second factor anew
 * for every product. A product is a convolution with a kernel of one; products
 * of batches, and those with a transposed factor, go where they went.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm"; // whose kernel is replaced
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  addressOf,
  kernelsOf,
  panelsLength,
  tableLength,
  withScratch,
} from "../../model/kernels/module.ts";
import { spread, threadCountOf } from "../../model/kernels/spread.ts";

const original = tf.getKernel(tf.BatchMatMul, "wasm");

tf.unregisterKernel(tf.BatchMatMul, "wasm");
tf.registerKernel({
  ...original,
  kernelFunc(call) {
    const { a, b } = call.inputs as Record<string, tf.TensorInfo>;
    const { transposeA, transposeB } = call.attrs!;
    const matrices = a!.shape.length === 2 && b!.shape.length === 2;
    if (!matrices || transposeA || transposeB) {
      return original.kernelFunc(call);
    }
    return multiply(call.backend as BackendWasm, a!, b!);
  },
});

/** `a [rows, depth]` times `b [depth, columns]`. */
function multiply(
  wasm: BackendWasm,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo {
  const [rows, depth] = a.shape as [number, number];
  const columns = b.shape[1]!;
  const product = wasm.makeOutput([rows, columns], "float32");
  const tableSize = tableLength(1);
  const tables = tableSize * threadCountOf(wasm);
  withScratch(wasm, [panelsLength(depth, columns), tables], (panels, table) => {
    kernelsOf(wasm).packPanels(addressOf(wasm, b), panels!, depth, columns);
    const [from, to] = [addressOf(wasm, a), addressOf(wasm, product)];
    spread(wasm, "convolve", rows, ({ first, count, index }) => [
      from + 4 * depth * first,
      panels!,
      to + 4 * columns * first,
      table! + 4 * tableSize * index,
      ...[count, 1, depth, 1, 1, columns],
      ...[1, 1, depth, depth, columns, columns],
    ]);
  });
  return product;
}
