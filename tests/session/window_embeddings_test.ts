import { assertEquals, assertThrows } from "@std/assert";
import { WindowEmbeddings } from "../../src/session/window_embeddings.ts";

/** Embeddings `first` to `end - 1`, each `[index, -index]`. */
function embeddings(first: number, end: number): Float32Array {
  return Float32Array.from(
    { length: (end - first) * 2 },
    (_, i) => (first + Math.floor(i / 2)) * (i % 2 ? -1 : 1),
  );
}

/** Asks for `[first, end)` as a channel does: what is known, then the rest. */
function slide(window: WindowEmbeddings, first: number, end: number): number[] {
  window.startAt(first);
  const known = [...window.known()];
  window.append(embeddings(window.end, end), end - window.end);
  assertEquals([...window.known()], [...embeddings(first, end)]);
  return known;
}

Deno.test("WindowEmbeddings keeps what the next window shares with the last", () => {
  const window = new WindowEmbeddings(10, 2);
  assertEquals(slide(window, 0, 4), []);
  assertEquals(slide(window, 0, 10), [...embeddings(0, 4)]);
  assertEquals(slide(window, 6, 16), [...embeddings(6, 10)]);
  assertEquals(slide(window, 12, 22), [...embeddings(12, 16)]);
});

Deno.test("WindowEmbeddings begins anew beyond a stretch that was not asked for", () => {
  const window = new WindowEmbeddings(10, 2);
  slide(window, 0, 10);
  assertEquals(slide(window, 10, 20), []);
  assertEquals(slide(window, 31, 41), []);
  assertEquals(slide(window, 37, 47), [...embeddings(37, 41)]);
});

Deno.test("WindowEmbeddings may be asked for a window it knows whole", () => {
  const window = new WindowEmbeddings(10, 2);
  slide(window, 0, 10);
  assertEquals(slide(window, 0, 10), [...embeddings(0, 10)]);
  assertEquals(slide(window, 3, 10), [...embeddings(3, 10)]);
});

Deno.test("WindowEmbeddings refuses another number of embeddings than it was promised", () => {
  const window = new WindowEmbeddings(10, 2);
  window.startAt(0);
  assertThrows(
    () => window.append(new Float32Array(3), 2),
    RangeError,
    "must be 2 of 2 values: current value is 3 values",
  );
  assertEquals(window.end, 0);
});
