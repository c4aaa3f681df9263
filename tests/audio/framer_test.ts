import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Framer } from "../../src/audio/framer.ts";
import { CHUNK_SIZES, inChunks } from "./_chunks.ts";
import { ramp } from "./_signals.ts";

const GEOMETRY = { frameSamples: 400, hopSamples: 160 };

/** Room for one frame, and for three more that follow it. */
const ROOMS = [400, 880, 881, 1_039];

/** The frames of a push, one by one, out of a room of so many samples. */
function push(
  framer: Framer,
  samples: Float32Array,
  { frameSamples, hopSamples } = GEOMETRY,
  roomSamples = 2 * frameSamples,
): [number, number[]][] {
  const room = new Float32Array(roomSamples);
  const frames: [number, number[]][] = [];
  framer.push(samples, room, (count, first) => {
    for (let k = 0; k < count; k++) {
      const at = k * hopSamples;
      frames.push([first + k, [...room.subarray(at, at + frameSamples)]]);
    }
  });
  return frames;
}

/** Index, first and last sample of the frames of 0, 1, 2, … */
function framesOf(
  sampleCount: number,
  sizes: readonly number[],
  roomSamples?: number,
): number[][] {
  const framer = new Framer(GEOMETRY);
  return [...inChunks(ramp(sampleCount), sizes)].flatMap((chunk) =>
    push(framer, chunk, GEOMETRY, roomSamples).map(([index, frame]) => [
      index,
      frame[0]!,
      frame.at(-1)!,
    ])
  );
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
  const geometry = { frameSamples: 4, hopSamples: 3 };
  const frames = push(new Framer(geometry), ramp(10), geometry);
  assertEquals(frames, [
    [0, [0, 1, 2, 3]],
    [1, [3, 4, 5, 6]],
    [2, [6, 7, 8, 9]],
  ]);
});

Deno.test("Framer without overlap uses each sample once", () => {
  const geometry = { frameSamples: 2, hopSamples: 2 };
  const frames = push(new Framer(geometry), ramp(5), geometry);
  assertEquals(frames, [[0, [0, 1]], [1, [2, 3]]]);
});

Deno.test("Framer counts its frames", () => {
  const framer = new Framer(GEOMETRY);
  push(framer, ramp(16_000));
  assertEquals(framer.frameCount, 98);
});

Deno.test("Framer emits the same frames for any chunking, in any room", () => {
  const whole = framesOf(4_000, [4_000]);
  assertEquals(whole.length, 23);
  fc.assert(
    fc.property(CHUNK_SIZES, fc.constantFrom(...ROOMS), (sizes, room) => {
      assertEquals(framesOf(4_000, sizes, room), whole);
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
    for (const [index, frame] of push(framer, second)) {
      if (index % 100 === 0) assertEquals(frame[0], index / 100);
      last = index;
    }
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
  const indices = push(framer, ramp(720)).map(([index]) => index);
  assertEquals([indices, framer.frameCount], [[7, 8, 9], 10]);
});
