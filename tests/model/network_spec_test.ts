import { assert, assertEquals } from "@std/assert";
import {
  encoderShape,
  isTrained,
  pooledSize,
  recipeNetwork,
  weightShapes,
} from "../../src/model/network_spec.ts";
import { weightCount } from "../../src/model/weight_arrays.ts";
import { TINY_NETWORK } from "./_tiny_model.ts";

Deno.test("encoderShape() of the recipe is one embedding of 256 from 25 rows, every 8 rows", () => {
  assertEquals(encoderShape(recipeNetwork(8)), {
    blockRows: 25,
    strideRows: 8,
    embeddingSize: 256,
  });
});

Deno.test("encoderShape() rounds bands up, as padded convolutions do", () => {
  const [first] = recipeNetwork(8).convolutions;
  const shape = encoderShape({
    ...recipeNetwork(8),
    melCount: 7,
    convolutions: [{ ...first!, channels: 3 }],
  });
  assertEquals(shape, { blockRows: 5, strideRows: 2, embeddingSize: 4 * 3 });
});

Deno.test("weightShapes() of the recipe hold 230 520 trained values", () => {
  const spec = recipeNetwork(8);
  const trained = [...weightShapes(spec)].filter(([name]) => isTrained(name));
  const count = trained.reduce(
    (sum, [, shape]) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
  assertEquals(count, 230_520);
  assertEquals(weightCount(spec), count + 2 * (16 + 32 + 64 + 64));
});

Deno.test("weightShapes() follow labels and branches", () => {
  const two = weightShapes({ ...TINY_NETWORK, labelCount: 2 });
  assertEquals(two.get("dense/bias"), [2]);
  assertEquals(two.get("dense/kernel"), [pooledSize(TINY_NETWORK), 2]);
  const alone = { ...TINY_NETWORK, statisticsBranch: false };
  assert(!weightShapes(alone).has("statistics/kernel"));
  assertEquals(pooledSize(alone), 2 * TINY_NETWORK.lstmUnits);
});
