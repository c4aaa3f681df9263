import { assertAlmostEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { scoreWindow } from "../../src/model/network.ts";
import {
  encoderShape,
  type NetworkSpec,
  weightShapes,
} from "../../src/model/network_spec.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";

const SPEC: NetworkSpec = {
  melCount: 4,
  convolutions: [
    { kernel: 3, timeStride: 2, frequencyStride: 2, channels: 1 },
  ],
  lstmUnits: 2,
  statisticsBranch: true,
  labelCount: 1,
};

/** The first embedding value's mean and deviation, as the last layer sees them. */
function pooled(values: readonly number[]): [mean: number, deviation: number] {
  const { embeddingSize } = encoderShape(SPEC);
  const at = (row: number) =>
    tf.tidy(() => {
      const weights = new Map<string, tf.Tensor>();
      for (const [name, shape] of weightShapes(SPEC)) {
        weights.set(name, tf.zeros(shape));
      }
      const [rowCount] = weightShapes(SPEC).get("dense/kernel")!;
      const picked = Array.from(
        { length: rowCount! },
        (_, i) => [+(i === row)],
      );
      weights.set("dense/kernel", tf.tensor2d(picked));
      const window = tf.tensor3d([values.map((value) => [value, 0])]);
      return scoreWindow(window, weights, SPEC).dataSync()[0]!;
    });
  const first = 2 * SPEC.lstmUnits;
  return [at(first), at(first + embeddingSize)];
}

Deno.test("scoreWindow() pools mean and deviation of the embeddings over the steps", async () => {
  await startWasmBackend();
  const [mean, deviation] = pooled([1, 3, 1, 3]);
  assertAlmostEquals(mean, 2, 1e-6);
  assertAlmostEquals(deviation, 1, 1e-6);
});

Deno.test("scoreWindow() lets no deviation fall below 0.01", async () => {
  await startWasmBackend();
  assertAlmostEquals(pooled([2, 2, 2])[1], 0.01, 1e-6);
});
