import { assert, assertEquals, assertThrows } from "@std/assert";
import { createMaterial } from "../../../scripts/_peers/material.ts";
import { FrontEnd } from "../../../src/stream/front_end.ts";
import { speechLike } from "../../session/_signals.ts";
import { fiveSeconds, tinyModel } from "./_peers.ts";

/** Embeddings 8 rows apart of 17 rows each, 35 of them; 10 ms a row, 25 ms the last. */
const WINDOW_ROWS = 17 + 34 * 8;

Deno.test("createMaterial() cuts windows a stride apart", async () => {
  const { card } = await tinyModel();
  const { samples, rows, ...sizes } = fiveSeconds(card);
  assertEquals(sizes, {
    windowCount: 5,
    windowRows: WINDOW_ROWS,
    windowSamples: (WINDOW_ROWS - 1) * 160 + 400,
    strideRows: 48,
    strideSamples: 7_680,
  });
  assertEquals(samples.length, sizes.windowSamples + 4 * 7_680);
  assertEquals(rows.length, 5 * WINDOW_ROWS * 64);
});

Deno.test("createMaterial()'s rows of a window are those of its samples alone", async () => {
  const { card } = await tinyModel();
  const { samples, rows, windowSamples, strideSamples } = fiveSeconds(card);
  const first = 3 * strideSamples;
  const alone: number[] = [];
  new FrontEnd(16_000, card.features).push(
    samples.subarray(first, first + windowSamples),
    (run) => alone.push(...run),
  );
  const size = WINDOW_ROWS * 64;
  assertEquals([...rows.subarray(3 * size, 4 * size)], alone);
});

Deno.test("createMaterial() resamples, and makes a voice where none is given", async () => {
  const { card } = await tinyModel();
  const channels = [speechLike(5, 8_000), new Float32Array(40_000)];
  assertEquals(
    createMaterial(card, { sampleRateHz: 8_000, channels }).windowCount,
    5,
  );
  const made = createMaterial(card);
  assertEquals(made.windowCount, 26);
  assert(made.samples.some((sample) => Math.abs(sample) > 0.01));
});

Deno.test("createMaterial() refuses what holds no stride beyond a window", async () => {
  const { card } = await tinyModel();
  const needed = (WINDOW_ROWS - 1) * 160 + 400 + 7_680;
  const recording = (length: number) => ({
    sampleRateHz: 16_000,
    channels: [new Float32Array(length)],
  });
  assertEquals(createMaterial(card, recording(needed)).windowCount, 2);
  assertThrows(
    () => createMaterial(card, recording(needed - 1)),
    RangeError,
    `${needed} samples at 16000 Hz: current value is ${needed - 1}`,
  );
});
