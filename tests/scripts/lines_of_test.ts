import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { linesOf } from "../../scripts/_lines_of.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("linesOf() gives the same lines however the bytes are cut", async () => {
  const bytes = new TextEncoder().encode("a\n\nvoilà, ça va\nno end");
  await fc.assert(fc.asyncProperty(
    fc.array(fc.integer({ min: 1, max: bytes.length })),
    async (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const pieces = edges.slice(1).map((end, i) => bytes.slice(edges[i], end));
      const lines: string[] = [];
      for await (const line of linesOf(ReadableStream.from(pieces))) {
        lines.push(line);
      }
      assertEquals(lines, ["a", "", "voilà, ça va"]);
    },
  ));
});
