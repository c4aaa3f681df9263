import { assertAlmostEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { foldBatchNorm } from "../../src/model/batch_norm.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";

Deno.test("foldBatchNorm() adds its epsilon to a variance, which shows where that is small", async () => {
  await startWasmBackend();
  const parts = { gamma: 3, beta: 5, mean: 2, variance: 1e-5 };
  const weights = new Map<string, tf.Tensor>([
    ["convolution0/kernel", tf.ones([1, 1, 1, 1])],
    ...Object.entries(parts).map(([name, value]) =>
      [`convolution0/${name}`, tf.tensor1d([value])] as const
    ),
  ]);
  const { kernel, bias } = foldBatchNorm(weights, 0);
  const scale = 3 / Math.sqrt(2e-5);
  assertAlmostEquals(kernel.dataSync()[0]!, scale, 1e-2);
  assertAlmostEquals(bias.dataSync()[0]!, 5 - 2 * scale, 1e-2);
  tf.dispose([...weights.values(), kernel, bias]);
});
