import { assertAlmostEquals, assertEquals } from "@std/assert";
import { fromLogs } from "../../src/stream/from_logs.ts";

Deno.test("fromLogs() brings logarithms back to a sum of 1", () => {
  const probabilities = fromLogs(Float64Array.of(2, 3, 5).map(Math.log));
  [0.2, 0.3, 0.5].forEach((expected, i) =>
    assertAlmostEquals(probabilities[i]!, expected, 1e-12)
  );
});

Deno.test("fromLogs() overflows and underflows nowhere", () => {
  assertEquals([...fromLogs(Float64Array.of(5_000, 5_000))], [0.5, 0.5]);
  assertEquals([...fromLogs(Float64Array.of(-5_000, -5_000))], [0.5, 0.5]);
  assertEquals([...fromLogs(Float64Array.of(0, -5_000))], [1, 0]);
});
