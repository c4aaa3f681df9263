import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { foldConvolution } from "../../src/export/folded_convolution.ts";
import { foldBatchNorm } from "../../src/model/batch_norm.ts";
import { weightShapes } from "../../src/model/network_spec.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { toTensors } from "../../src/model/weight_arrays.ts";
import { TINY_NETWORK, tinyWeights } from "../model/_tiny_model.ts";
import { assertClose } from "../training/_arrays.ts";

Deno.test("foldConvolution() is what is served, channels first", async () => {
  await startWasmBackend();
  const weights = tinyWeights();
  const tensors = toTensors(TINY_NETWORK, weights);
  const shape = weightShapes(TINY_NETWORK).get("convolution1/kernel")!;
  const folded = foldConvolution(weights, 1, shape);
  assertEquals(folded.shape, [3, 2, 3, 3]);
  const served = foldBatchNorm(tensors, 1);
  const channelsFirst = tf.transpose(served.kernel, [3, 2, 0, 1]);
  assertClose(folded.kernel, channelsFirst.dataSync(), 1e-6);
  assertClose(folded.bias, served.bias.dataSync(), 1e-6);
  tf.dispose([...tensors.values(), served.kernel, served.bias, channelsFirst]);
});
