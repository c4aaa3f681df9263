import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Framer } from "../../src/audio/framer.ts";
import { CHUNK_SIZES, inChunks } from "./_chunks.ts";
import { ramp } from "./_signals.ts";

const GEOMETRY = { frameSamples: 400, hopSamples: 160 };

/** Index, first and last sample of the frames of 0, 1, 2, … */
function framesOf(sampleCount: number, sizes: readonly number[]): number[][] {
  const framer = new Framer(GEOMETRY);
  const frames: number[][] = [];
  for (const chunk of inChunks(ramp(sampleCount), sizes)) {
    framer.push(
      chunk,
      (frame, index) => frames.push([index, frame[0]!, frame.at(-1)!]),
    );
  }
  return frames;
}

Deno.test("Framer emits frame k from sample k * hop", () => {
  assertEquals(framesOf(720, [720]), [
    [0, 0, 399],
    [1, 160, 559],
    [2, 320, 719],
  ]);
});

Deno.test("Framer waits for the last sample of a frame", () => {
  assertEquals(framesOf(399, [399]), []);
  assertEquals(framesOf(400, [399]), [[0, 0, 399]]);
});

Deno.test("Framer hands over every sample in between", () => {
  const framer = new Framer({ frameSamples: 4, hopSamples: 3 });
  const frames: number[][] = [];
  framer.push(ramp(10), (frame) => frames.push([...frame]));
  assertEquals(frames, [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]]);
});

Deno.test("Framer without overlap uses each sample once", () => {
  const framer = new Framer({ frameSamples: 2, hopSamples: 2 });
  const frames: number[][] = [];
  framer.push(ramp(5), (frame) => frames.push([...frame]));
  assertEquals(frames, [[0, 1], [2, 3]]);
});

Deno.test("Framer counts its frames", () => {
  const framer = new Framer(GEOMETRY);
  framer.push(ramp(16_000), () => {});
  assertEquals(framer.frameCount, 98);
});

Deno.test("Framer emits the same frames for any chunking", () => {
  const whole = framesOf(4_000, [4_000]);
  fc.assert(
    fc.property(CHUNK_SIZES, (sizes) => {
      assertEquals(framesOf(4_000, sizes), whole);
    }),
    { seed: 1 },
  );
});

Deno.test("Framer keeps exact positions over an hour", () => {
  const framer = new Framer(GEOMETRY);
  const second = new Float32Array(16_000);
  let last = -1;
  for (let s = 0; s < 3600; s++) {
    second[0] = s;
    framer.push(second, (frame, index) => {
      if (index % 100 === 0) assertEquals(frame[0], index / 100);
      last = index;
    });
  }
  assertEquals(last, 359_997);
});

for (const hopSamples of [0, 401, NaN]) {
  Deno.test(`Framer refuses a hop of ${hopSamples}`, () => {
    assertThrows(
      () => new Framer({ ...GEOMETRY, hopSamples }),
      RangeError,
      `current value is ${hopSamples}`,
    );
  });
}

Deno.test("Framer counts on from the frame that its first sample begins", () => {
  const framer = new Framer(GEOMETRY, 7);
  const indices: number[] = [];
  framer.push(ramp(720), (_, index) => indices.push(index));
  assertEquals([indices, framer.frameCount], [[7, 8, 9], 10]);
});
