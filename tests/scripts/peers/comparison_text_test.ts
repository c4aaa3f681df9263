import { assertEquals } from "@std/assert";
import { comparisonText } from "../../../scripts/_peers/comparison_text.ts";

Deno.test("comparisonText() has a line for each, and says below what it holds", () => {
  const lines = comparisonText([
    {
      name: "ours, streaming",
      includes: "features too",
      batches: {
        1: { ms: 0.5, timesOurs: 1 },
        16: { ms: 0.25, timesOurs: 1 },
      },
    },
    {
      name: "a peer",
      includes: "the network alone",
      batches: {
        1: { ms: 22.25, timesOurs: 44.5 },
        16: { ms: 0.1254, timesOurs: 0.502 },
      },
    },
  ], "ours, streaming");
  assertEquals(lines.map((line) => line.replaceAll(/ {2,}/g, " | ").trim()), [
    "| ms | times ours | ms, 16 at once | times ours",
    "ours, streaming | 0.500 | 1.00 | 0.250 | 1.00",
    "a peer | 22.250 | 44.50 | 0.125 | 0.50",
    "",
    'A stride of one channel; times ours: compared to "ours, streaming".',
    "ours, streaming: features too",
    "a peer: the network alone",
  ]);
  assertEquals(new Set(lines.slice(0, 3).map((line) => line.length)).size, 1);
});
