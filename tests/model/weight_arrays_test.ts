import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import {
  packMembers,
  packWeights,
  toTensors,
  unpackMembers,
  unpackWeights,
  weightCount,
} from "../../src/model/weight_arrays.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { TINY_NETWORK, tinyWeights } from "./_tiny_model.ts";

Deno.test("unpackWeights() gives back what packWeights() was given", () => {
  const weights = tinyWeights();
  const bytes = packWeights(TINY_NETWORK, weights);
  assertEquals(bytes.length, 4 * weightCount(TINY_NETWORK));
  assertEquals(unpackWeights(TINY_NETWORK, bytes), new Map(weights));
});

Deno.test("unpackWeights() reads from the middle of a buffer", () => {
  const bytes = packWeights(TINY_NETWORK, tinyWeights());
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assertEquals(
    unpackWeights(TINY_NETWORK, shifted.subarray(3)),
    unpackWeights(TINY_NETWORK, bytes),
  );
});

Deno.test("packWeights() writes little-endian floats", () => {
  const weights = new Map(tinyWeights());
  weights.set(
    "convolution0/kernel",
    weights.get("convolution0/kernel")!.with(0, 1),
  );
  assertEquals([...packWeights(TINY_NETWORK, weights).subarray(0, 4)], [
    0,
    0,
    0x80,
    0x3f,
  ]);
});

Deno.test("unpackWeights() refuses a file that is cut short, naming both sizes", () => {
  const bytes = packWeights(TINY_NETWORK, tinyWeights());
  const error = assertThrows(
    () => unpackWeights(TINY_NETWORK, bytes.subarray(4)),
    RangeError,
    `${bytes.length} bytes`,
  );
  assertEquals(error.message.includes(`${bytes.length - 4}`), true);
});

Deno.test("packMembers() writes one network after the other, unpackMembers() reads them", () => {
  const members = [tinyWeights(1), tinyWeights(2)];
  const bytes = packMembers(TINY_NETWORK, members);
  assertEquals(
    bytes,
    new Uint8Array(
      members.flatMap((weights) => [...packWeights(TINY_NETWORK, weights)]),
    ),
  );
  assertEquals(unpackMembers(TINY_NETWORK, 2, bytes), members);
});

Deno.test("unpackMembers() refuses a file of more or fewer networks, naming both sizes", () => {
  const bytes = packMembers(TINY_NETWORK, [tinyWeights(1), tinyWeights(2)]);
  for (const memberCount of [1, 3]) {
    assertThrows(
      () => unpackMembers(TINY_NETWORK, memberCount, bytes),
      RangeError,
      `${memberCount} of the network have ${
        memberCount * bytes.length / 2
      } bytes of them: current size is ${bytes.length}`,
    );
  }
});

Deno.test("toTensors() gives one tensor a weight, in its shape", async () => {
  await startWasmBackend();
  const before = tf.memory().numTensors;
  const tensors = toTensors(TINY_NETWORK, tinyWeights());
  assertEquals(tensors.get("convolution0/kernel")!.shape, [5, 5, 1, 2]);
  assertEquals(tf.memory().numTensors, before + tensors.size);
  for (const tensor of tensors.values()) tensor.dispose();
});
