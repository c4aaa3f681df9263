import { assertAlmostEquals } from "@std/assert";
import { foldBatchNorm } from "../../src/model/batch_norm.ts";

Deno.test("foldBatchNorm() adds its epsilon to a variance, which shows where that is small", () => {
  const parts = { kernel: 1, gamma: 3, beta: 5, mean: 2, variance: 1e-5 };
  const weights = new Map(
    Object.entries(parts).map(([name, value]) => [
      `convolution0/${name}`,
      Float32Array.of(value),
    ]),
  );
  const { kernel, bias } = foldBatchNorm(weights, 0);
  const scale = 3 / Math.sqrt(2e-5);
  assertAlmostEquals(kernel[0]!, scale, 1e-2);
  assertAlmostEquals(bias[0]!, 5 - 2 * scale, 1e-2);
});

Deno.test("foldBatchNorm() scales every weight by its output channel", () => {
  const weights = new Map([
    ["convolution0/kernel", Float32Array.of(1, 2, 3, 4)], // two inputs, two outputs
    ["convolution0/gamma", Float32Array.of(1, 10)],
    ["convolution0/beta", Float32Array.of(0, 0)],
    ["convolution0/mean", Float32Array.of(0, 0)],
    ["convolution0/variance", Float32Array.of(1, 1)],
  ]);
  const { kernel } = foldBatchNorm(weights, 0);
  [1, 20, 3, 40].forEach((value, i) =>
    assertAlmostEquals(kernel[i]!, value, 1e-3)
  );
});
