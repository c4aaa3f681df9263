import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import {
  embeddingCount,
  embeddingsCovering,
  rowsNeeded,
  rowSpan,
  sampleSpan,
  spanEndingAt,
  strideEmbeddings,
  windowCount,
  windowEnd,
  windowSpan,
} from "../../src/stream/window_clock.ts";
import { ENCODER, WINDOWS } from "./_geometry.ts";

fc.configureGlobal({ seed: 2_026 });

const encoders = fc.record({
  blockRows: fc.integer({ min: 1, max: 60 }),
  strideRows: fc.integer({ min: 1, max: 60 }),
});

const windowSpecs = fc.record({
  firstEmbeddings: fc.integer({ min: 1, max: 20 }),
  strideEmbeddings: fc.integer({ min: 1, max: 20 }),
  windowEmbeddings: fc.integer({ min: 1, max: 60 }),
});

Deno.test("embeddingCount() counts the first embedding at 25 rows and one more each 8", () => {
  const counts = [0, 24, 25, 32, 33, 41].map((rows) =>
    embeddingCount(rows, ENCODER)
  );
  assertEquals(counts, [0, 0, 1, 1, 2, 3]);
});

Deno.test("rowsNeeded() is the fewest rows that complete as many embeddings", () => {
  assertEquals([0, 1, 2, 10, 35].map((n) => rowsNeeded(n, ENCODER)), [
    0,
    25,
    33,
    97,
    297,
  ]);
  fc.assert(fc.property(
    encoders,
    fc.integer({ min: 1, max: 1e6 }),
    (encoder, embeddings) => {
      const rows = rowsNeeded(embeddings, encoder);
      assertEquals(embeddingCount(rows, encoder), embeddings);
      assertEquals(embeddingCount(rows - 1, encoder), embeddings - 1);
    },
  ));
});

Deno.test("windowCount() counts the first window at 10 embeddings and one more each 6", () => {
  const counts = [0, 9, 10, 15, 16, 22, 40].map((n) => windowCount(n, WINDOWS));
  assertEquals(counts, [0, 0, 1, 1, 2, 3, 6]);
});

Deno.test("windowEnd() is the fewest embeddings that complete a window", () => {
  fc.assert(fc.property(windowSpecs, fc.nat(1e6), (windows, index) => {
    const end = windowEnd(index, windows);
    assertEquals(windowCount(end, windows), index + 1);
    assertEquals(windowCount(end - 1, windows), index);
  }));
});

Deno.test("windowSpan() grows to a whole window, then slides by the stride", () => {
  const spans = [0, 1, 4, 5, 6].map((k) => windowSpan(k, WINDOWS));
  assertEquals(spans, [
    { first: 0, end: 10 },
    { first: 0, end: 16 },
    { first: 0, end: 34 },
    { first: 5, end: 40 },
    { first: 11, end: 46 },
  ]);
});

Deno.test("windowSpan() never looks at more than a window, and ends where the window is due", () => {
  fc.assert(fc.property(windowSpecs, fc.nat(1e6), (windows, index) => {
    const { first, end } = windowSpan(index, windows);
    assertEquals(end, windowEnd(index, windows));
    assertEquals(end - first, Math.min(end, windows.windowEmbeddings));
  }));
});

Deno.test("spanEndingAt() also looks back from an end that is off the stride", () => {
  assertEquals(spanEndingAt(12, WINDOWS), { first: 0, end: 12 });
  assertEquals(spanEndingAt(37, WINDOWS), { first: 2, end: 37 });
});

Deno.test("rowSpan() covers the blocks of all its embeddings", () => {
  assertEquals(rowSpan({ first: 0, end: 10 }, ENCODER), { first: 0, end: 97 });
  assertEquals(rowSpan({ first: 5, end: 40 }, ENCODER), {
    first: 40,
    end: 337,
  });
});

Deno.test("sampleSpan() covers the frames of all its rows", () => {
  assertEquals(sampleSpan({ first: 0, end: 97 }, FEATURES), {
    first: 0,
    end: 15_760,
  });
  assertEquals(sampleSpan({ first: 40, end: 337 }, FEATURES), {
    first: 6_400,
    end: 54_160,
  });
});

Deno.test("rowSpan() and sampleSpan() of nothing are nothing", () => {
  const nothing = { first: 3, end: 3 };
  assertEquals(rowSpan(nothing, ENCODER), { first: 0, end: 0 });
  assertEquals(sampleSpan(nothing, FEATURES), { first: 0, end: 0 });
});

Deno.test("embeddingsCovering() covers every sample, and no fewer embeddings would", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e7 }), (samples) => {
    const count = embeddingsCovering(samples, ENCODER, FEATURES);
    const covered = (n: number) =>
      sampleSpan(rowSpan({ first: 0, end: n }, ENCODER), FEATURES).end;
    assert(covered(count) >= samples);
    assert(covered(count - 1) < samples);
  }));
});

Deno.test("embeddingsCovering() needs none for no samples and one for one", () => {
  const counts = [0, 1, 4_240, 4_241].map((samples) =>
    embeddingsCovering(samples, ENCODER, FEATURES)
  );
  assertEquals(counts, [0, 1, 1, 2]);
});

Deno.test("strideEmbeddings() turns whole multiples of 80 ms into embeddings", () => {
  assertEquals(strideEmbeddings(480, ENCODER, FEATURES), 6);
  assertEquals(strideEmbeddings(80, ENCODER, FEATURES), 1);
});

Deno.test("strideEmbeddings() refuses a stride between two embeddings", () => {
  for (const strideMs of [0, -80, 500, NaN]) {
    assertThrows(
      () => strideEmbeddings(strideMs, ENCODER, FEATURES),
      RangeError,
      `Cannot stride as the stride must be a multiple of 80 ms: current value is ${strideMs}`,
    );
  }
});

Deno.test("counts of the clock only ever grow, so no window is owed twice", () => {
  fc.assert(fc.property(
    encoders,
    windowSpecs,
    fc.nat(1e5),
    fc.nat(1e3),
    (encoder, windows, rows, more) => {
      const owed = (count: number) =>
        windowCount(embeddingCount(count, encoder), windows);
      assert(owed(rows + more) >= owed(rows));
    },
  ));
});

Deno.test("positions of the clock are exact after a day of audio", () => {
  const rows = 24 * 3600 * 100;
  const last = windowCount(embeddingCount(rows, ENCODER), WINDOWS) - 1;
  const { first, end } = windowSpan(last, WINDOWS);
  assertEquals(end, 10 + 6 * last);
  assertEquals(rowSpan({ first, end }, ENCODER), {
    first: 8 * first,
    end: 8 * (end - 1) + 25,
  });
});
