import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { LogMel } from "../../src/audio/log_mel.ts";
import { FrontEnd, inputOfRow } from "../../src/stream/front_end.ts";
import { CHUNK_SIZES, inChunks } from "../audio/_chunks.ts";
import { noise, sine, voice } from "../audio/_signals.ts";

const SILENT = Math.fround(Math.log(FEATURES.powerFloor));

/** Copies of rows that come together. */
function parted(run: Float32Array): Float32Array[] {
  const { melCount } = FEATURES;
  return Array.from(
    { length: run.length / melCount },
    (_, k) => run.slice(k * melCount, (k + 1) * melCount),
  );
}

/** All rows of a stream that ends with at least `rowCount` of them. */
function rowsOf(
  samples: Float32Array,
  rateHz: number,
  sizes: readonly number[] = [samples.length],
  rowCount = 0,
): Float32Array[] {
  const frontEnd = new FrontEnd(rateHz, FEATURES);
  const rows: Float32Array[] = [];
  const emit = (run: Float32Array, first: number) => {
    assertEquals(first, rows.length);
    rows.push(...parted(run));
  };
  for (const chunk of inChunks(samples, sizes)) frontEnd.push(chunk, emit);
  frontEnd.finish(rowCount, emit);
  assertEquals(frontEnd.rowCount, rows.length);
  return rows;
}

Deno.test("FrontEnd gives log-Mel of every frame at the features' own rate", () => {
  const samples = voice(16_000, 4_000);
  const logMel = new LogMel(FEATURES);
  const rows = rowsOf(samples, 16_000);
  assertEquals(rows.length, 23); // 1 + floor((4000 - 400) / 160)
  rows.forEach((row, k) => {
    logMel.samples.set(samples.subarray(160 * k, 160 * k + 400));
    assertEquals(row, logMel.rows(1));
  });
});

Deno.test("FrontEnd gives the same bits for any chunking, at any rate", () => {
  const rate = fc.constantFrom(8_000, 12_345, 16_000, 44_100, 48_000);
  fc.assert(
    fc.property(rate, CHUNK_SIZES, (rateHz, sizes) => {
      const samples = noise(6_000);
      assertEquals(
        rowsOf(samples, rateHz, sizes, 60),
        rowsOf(samples, rateHz, [6_000], 60),
      );
    }),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("FrontEnd gives the same rows for samples that come one by one", () => {
  const samples = voice(8_000, 2_000);
  assertEquals(
    rowsOf(samples, 8_000, [1], 25),
    rowsOf(samples, 8_000, [2_000], 25),
  );
});

Deno.test("FrontEnd never changes a row for what comes after", () => {
  const samples = voice(8_000, 4_000);
  const half = new FrontEnd(8_000, FEATURES);
  const rows: Float32Array[] = [];
  half.push(samples.subarray(0, 2_000), (run) => rows.push(...parted(run)));
  assertEquals(rows, rowsOf(samples, 8_000).slice(0, rows.length));
});

for (const rateHz of [8_000, 11_025, 44_100, 48_000]) {
  Deno.test(`FrontEnd hears the same tone in ${rateHz} Hz as in 16 kHz`, () => {
    const expected = rowsOf(sine(1_000, 16_000, 8_000), 16_000);
    const actual = rowsOf(sine(1_000, rateHz, rateHz / 2), rateHz);
    for (let k = 2; k < 45; k++) {
      actual[k]!.forEach((value, m) =>
        assertAlmostEquals(value, expected[k]![m]!, 0.02, `row ${k} band ${m}`)
      );
    }
  });

  Deno.test(`FrontEnd puts a click in ${rateHz} Hz into the rows of its time`, () => {
    const samples = new Float32Array(rateHz);
    samples[Math.round(0.5 * rateHz)] = 1; // sample 8000 of 16 kHz: frames 48 to 50 hold it
    const loud = rowsOf(samples, rateHz).map((row) => row[30]! > SILENT + 1);
    assertEquals(loud.indexOf(true), 48);
    assertEquals(loud.lastIndexOf(true), 49); // frame 50 begins at it, where its taper is 0
  });
}

Deno.test("FrontEnd counts samples of its own rate, without the padding", () => {
  const frontEnd = new FrontEnd(8_000, FEATURES);
  frontEnd.push(noise(8_000), () => {});
  assertEquals(frontEnd.sampleCount, 2 * (8_000 - 26)); // the resampler waits for 26 more
  frontEnd.finish(120, () => {});
  assertEquals(frontEnd.sampleCount, 16_000);
  assertEquals(frontEnd.rowCount, 120);
});

Deno.test("FrontEnd.finish() pads with silence up to the rows asked for", () => {
  const rows = rowsOf(noise(1_000), 16_000, [1_000], 25);
  assertEquals(rows.length, 25);
  assert(rows[6]![0]! > SILENT + 1); // the last frame that holds a real sample
  for (const row of rows.slice(7)) {
    assertEquals(row, new Float32Array(64).fill(SILENT));
  }
});

Deno.test("FrontEnd.finish() adds no row if there are enough", () => {
  for (const rowCount of [0, 1, 98]) {
    assertEquals(rowsOf(noise(16_000), 16_000, [16_000], rowCount).length, 98);
  }
});

Deno.test("FrontEnd.finish() makes rows of nothing but silence", () => {
  const rows = rowsOf(new Float32Array(0), 48_000, [1], 3);
  assertEquals(rows, new Array(3).fill(new Float32Array(64).fill(SILENT)));
});

Deno.test("FrontEnd keeps exact positions over ten minutes", () => {
  const frontEnd = new FrontEnd(44_100, FEATURES);
  const second = noise(44_100);
  let count = 0;
  const emit = (run: Float32Array, first: number) => {
    assertEquals(first, count);
    count += run.length / FEATURES.melCount;
  };
  for (let s = 0; s < 600; s++) frontEnd.push(second, emit);
  frontEnd.finish(0, emit);
  assertEquals(frontEnd.sampleCount, 9_600_000);
  assertEquals(count, 59_998); // 1 + floor((9,600,000 - 400) / 160) rows
});

for (const rateHz of [7, 1e9, 16_000.5]) {
  Deno.test(`FrontEnd refuses a rate of ${rateHz} Hz`, () => {
    assertThrows(() => new FrontEnd(rateHz, FEATURES), RangeError, `${rateHz}`);
  });
}

Deno.test("FrontEnd that begins in the midst gives the rows of one from the start, and ends with as many", () => {
  for (const rateHz of [8_000, 11_025, 16_000, 44_100, 47_999]) {
    const samples = voice(rateHz, rateHz * 2);
    const whole = rowsOf(samples, rateHz, [samples.length], 230);
    for (const firstRow of [0, 8, 120]) {
      const frontEnd = new FrontEnd(rateHz, FEATURES, firstRow);
      const rows: Float32Array[] = [];
      const emit = (run: Float32Array, first: number) => {
        assertEquals(first, firstRow + rows.length);
        rows.push(...parted(run));
      };
      const from = inputOfRow(firstRow, rateHz, FEATURES);
      for (const chunk of inChunks(samples.subarray(from), [997])) {
        frontEnd.push(chunk, emit);
      }
      frontEnd.finish(230, emit);
      assertEquals(rows, whole.slice(firstRow), `${rateHz} Hz, ${firstRow}`);
      assertEquals(frontEnd.rowCount, whole.length);
      assertEquals(frontEnd.sampleCount, 32_000);
    }
  }
});
