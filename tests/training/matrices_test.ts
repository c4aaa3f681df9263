import { assertEquals } from "@std/assert";
import { hiddenMatrices, takeMatrices } from "../../src/training/matrices.ts";
import { recipeNetwork } from "../../src/model/network_spec.ts";

Deno.test("hiddenMatrices() are convolutions and the gates of the LSTM", () => {
  const layouts = hiddenMatrices(recipeNetwork(8));
  assertEquals([...layouts.keys()], [
    "convolution0/kernel",
    "convolution1/kernel",
    "convolution2/kernel",
    "convolution3/kernel",
    "lstm/forward/kernel",
    "lstm/forward/recurrent",
    "lstm/backward/kernel",
    "lstm/backward/recurrent",
  ]);
  assertEquals(layouts.get("convolution0/kernel"), {
    rows: 25,
    columns: 16,
    count: 1,
  });
  assertEquals(layouts.get("lstm/forward/kernel"), {
    rows: 256,
    columns: 64,
    count: 4,
  });
});

Deno.test("takeMatrices() puts matrices that lie side by side one after the other", () => {
  const values = Float32Array.from({ length: 12 }, (_, i) => i);
  const layout = { rows: 2, columns: 3, count: 2 };
  assertEquals(
    [...takeMatrices(values, layout)],
    [0, 1, 2, 6, 7, 8, 3, 4, 5, 9, 10, 11],
  );
});
