import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
} from "@std/assert";
import { recipeNetwork, weightShapes } from "../../src/model/network_spec.ts";
import { initialWeights } from "../../src/training/initial_weights.ts";

const SPEC = recipeNetwork(8);
const WEIGHTS = initialWeights(SPEC, 1);

function deviation(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
}

Deno.test("initialWeights() has every weight in its shape", () => {
  for (const [name, shape] of weightShapes(SPEC)) {
    assertEquals(WEIGHTS.get(name)!.length, shape.reduce((a, b) => a * b, 1));
  }
});

Deno.test("initialWeights() are the same for the same seed, others for another", () => {
  assertEquals(initialWeights(SPEC, 1), WEIGHTS);
  assertNotEquals(
    initialWeights(SPEC, 2).get("dense/kernel"),
    WEIGHTS.get("dense/kernel"),
  );
});

Deno.test("initialWeights() of a convolution have the deviation sqrt(2 / fan-in)", () => {
  const kernel = WEIGHTS.get("convolution2/kernel")!;
  assertAlmostEquals(deviation(kernel), Math.sqrt(2 / (9 * 32)), 2e-3);
});

Deno.test("initialWeights() of a matrix are uniform within Glorot's limit", () => {
  const limit = Math.sqrt(6 / (256 + 256));
  const kernel = WEIGHTS.get("lstm/forward/kernel")!;
  assert(kernel.every((value) => Math.abs(value) < limit));
  assertAlmostEquals(deviation(kernel), limit / Math.sqrt(3), 1e-3);
});

Deno.test("initialWeights() of a recurrence are orthogonal gate by gate", () => {
  const recurrent = WEIGHTS.get("lstm/backward/recurrent")!;
  for (let gate = 0; gate < 4; gate++) {
    for (
      const [a, b, expected] of [[0, 0, 1], [0, 63, 0], [5, 6, 0]] as const
    ) {
      let product = 0;
      for (let i = 0; i < 64; i++) {
        product += recurrent[(a * 4 + gate) * 64 + i]! *
          recurrent[(b * 4 + gate) * 64 + i]!;
      }
      assertAlmostEquals(product, expected, 1e-5);
    }
  }
});

Deno.test("initialWeights() open the forget gates, the second of four, and leave other biases 0", () => {
  const bias = [...WEIGHTS.get("lstm/forward/bias")!];
  assertEquals(bias.slice(0, 64), new Array(64).fill(0));
  assertEquals(bias.slice(64, 128), new Array(64).fill(1));
  assertEquals(bias.slice(128), new Array(128).fill(0));
  assertEquals([...WEIGHTS.get("dense/bias")!], new Array(8).fill(0));
});

Deno.test("initialWeights() start batch normalisation as the identity", () => {
  for (
    const [part, value] of [["gamma", 1], ["variance", 1], ["beta", 0], [
      "mean",
      0,
    ]] as const
  ) {
    assert(WEIGHTS.get(`convolution1/${part}`)!.every((v) => v === value));
  }
});
