import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  createChannelSplitter,
  interleave,
} from "../../src/audio/interleaved.ts";
import { ramp } from "./_signals.ts";

Deno.test("createChannelSplitter() parts left and right", () => {
  const split = createChannelSplitter(2);
  assertEquals(split(ramp(6)), [
    Float32Array.of(0, 2, 4),
    Float32Array.of(1, 3, 5),
  ]);
});

Deno.test("createChannelSplitter() passes one channel through uncopied", () => {
  const samples = ramp(3);
  assert(createChannelSplitter(1)(samples)[0] === samples);
});

Deno.test("createChannelSplitter() parts chunks of changing length", () => {
  const split = createChannelSplitter(2);
  const lengths = [2, 8, 0, 4].map((length) =>
    split(ramp(length)).map((channel) => [...channel])
  );
  assertEquals(lengths, [
    [[0], [1]],
    [[0, 2, 4, 6], [1, 3, 5, 7]],
    [[], []],
    [[0, 2], [1, 3]],
  ]);
});

Deno.test("createChannelSplitter() refuses a sample without its partner", () => {
  assertThrows(
    () => createChannelSplitter(2)(ramp(5)),
    RangeError,
    "current value is 5 samples",
  );
});

Deno.test("interleave() weaves what the splitter parts", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.nat(20),
      (channels, count) => {
        const interleaved = ramp(channels * count);
        const parted = createChannelSplitter(channels)(interleaved);
        assertEquals(parted.length, channels);
        assertEquals(interleave(parted), interleaved);
      },
    ),
    { seed: 1 },
  );
});

Deno.test("interleave() refuses channels of different lengths", () => {
  assertThrows(
    () => interleave([ramp(2), ramp(3)]),
    RangeError,
    "current values are 2 and 3 samples",
  );
});
