import { assertEquals } from "@std/assert";
import { batchOf } from "../../../scripts/_peers/serve_network.ts";

const WINDOWS = {
  windowCount: 3,
  windowSamples: 0,
  strideSamples: 0,
  windowRows: 2,
  strideRows: 0,
  rows: Float32Array.of(0, 1, 10, 11, 20, 21),
};

Deno.test("batchOf() goes on with the first window after the last", () => {
  assertEquals([...batchOf(WINDOWS, 1, 1)], [10, 11]);
  assertEquals([...batchOf(WINDOWS, 1, 4)], [10, 11, 20, 21, 0, 1, 10, 11]);
});
