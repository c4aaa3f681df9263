import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  ChunkOrder,
  type NumberedChunk,
} from "../../../src/session/wires/chunk_order.ts";
import { noLosses } from "../../../src/session/losses.ts";
import { chunk, CHUNK_BYTES, chunks } from "./_chunks.ts";

fc.configureGlobal({ seed: 2_026 });

/** What passes, as [number, missing]; `ended` only what passes at the end. */
function order(arriving: readonly NumberedChunk[], maxHeldBytes = 1e6) {
  const losses = noLosses();
  const chunkOrder = new ChunkOrder(maxHeldBytes, losses);
  const passed: number[][] = [];
  const ended: number[][] = [];
  let into = passed;
  const note = ({ number, bytes }: NumberedChunk, missing: number) => {
    assertEquals(bytes[0], number! % 251, "bytes stay with their number");
    into.push([number!, missing]);
  };
  for (const chunk of arriving) chunkOrder.push(chunk, note);
  into = ended;
  while (chunkOrder.release(note));
  return { passed, ended, losses };
}

Deno.test("ChunkOrder passes what is in order at once", () => {
  const { passed, ended, losses } = order(chunks(1, 2, 3));
  assertEquals(passed, [[1, 0], [2, 0], [3, 0]]);
  assertEquals([ended, losses], [[], noLosses()]);
});

Deno.test("ChunkOrder lets a chunk wait for the one before it", () => {
  assertEquals(order(chunks(1, 2, 4, 5, 3, 6)).passed, [
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 0],
    [5, 0],
    [6, 0],
  ]);
  assertEquals(order(chunks(2, 1)).passed, [[1, 0], [2, 0]]);
});

Deno.test("ChunkOrder gives up a chunk once ten wait for it, and drops it if it comes late", () => {
  const arriving = chunks(1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  assertEquals(order(arriving).passed, [[1, 0]]);
  const { passed, losses } = order([...arriving, ...chunks(13, 2, 14)]);
  assertEquals(passed.slice(0, 3), [[1, 0], [3, 1], [4, 0]]);
  assertEquals(passed.at(-1), [14, 0]);
  assertEquals(losses, { ...noLosses(), lateChunks: 1 });
});

Deno.test("ChunkOrder gives up sooner if the bytes that wait are many, but not before three wait", () => {
  const arriving = chunks(1, 3, 4, 5, 6);
  assertEquals(order(arriving, 4 * CHUNK_BYTES).passed.length, 1);
  assertEquals(order(arriving, 4 * CHUNK_BYTES - 1).passed[1], [3, 1]);
  assertEquals(order(chunks(1, 3, 4, 5), 0).passed, [[1, 0]]);
});

Deno.test("ChunkOrder gives out what waits at the end", () => {
  const { passed, ended } = order(chunks(1, 3, 6));
  assertEquals([passed, ended], [[[1, 0]], [[3, 1], [6, 2]]]);
});

Deno.test("ChunkOrder drops what came before, or waits already, as repeated", () => {
  const { passed, losses } = order(chunks(1, 1, 3, 3, 2, 1, 3));
  assertEquals(passed.map(([number]) => number), [1, 2, 3]);
  assertEquals(losses, { ...noLosses(), repeatedChunks: 4 });
});

Deno.test("ChunkOrder takes a channel that begins within the first chunks to have lost those before", () => {
  assertEquals(order(chunks(3, 4)).ended, [[3, 2], [4, 0]]);
  assertEquals(order(chunks(0, 1)).passed, [[0, 0], [1, 0]]);
  assertEquals(order(chunks(1_000, 1_001)).passed, [[1_000, 0], [1_001, 0]]);
});

Deno.test("ChunkOrder passes chunks without numbers as they come", () => {
  const plain = [1, 2, 3].map(() => chunk(1, { number: undefined }));
  const losses = noLosses();
  const chunkOrder = new ChunkOrder(1e6, losses);
  const missing: number[] = [];
  for (const chunk of plain) chunkOrder.push(chunk, (_, n) => missing.push(n));
  assertEquals([missing, losses], [[0, 0, 0], noLosses()]);
});

Deno.test("ChunkOrder tells a hostile jump and goes on from there", () => {
  const far = 2 ** 31;
  const { passed, ended } = order(chunks(1, far, 2, 3));
  assertEquals(passed, [[1, 0], [2, 0], [3, 0]]);
  assertEquals(ended, [[far, far - 4]]);
});

Deno.test("ChunkOrder accounts for every chunk, whatever their numbers", () => {
  const number = fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.maxSafeNat(),
  );
  fc.assert(
    fc.property(fc.array(number, { maxLength: 60 }), (numbers) => {
      const { passed, ended, losses } = order(chunks(...numbers));
      const out = [...passed, ...ended].map(([number]) => number!);
      assertEquals(
        out.length + losses.lateChunks + losses.repeatedChunks,
        numbers.length,
      );
      out.forEach((number, i) => assert(i === 0 || number > out[i - 1]!));
      const accounted = [...passed, ...ended]
        .reduce((sum, [, missing]) => sum + missing! + 1, 0);
      if (out.length > 0) {
        const first = numbers[0]!;
        const start = first <= 10 ? Math.min(first, 1) : first;
        assertEquals(start + accounted - 1, out.at(-1));
      }
    }),
    { numRuns: 500 },
  );
});
