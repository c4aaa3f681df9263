import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { batchCount, epochBatches } from "../../src/training/batches.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { makeClips, PLAIN, SMALL } from "./_clips.ts";

const OPTIONS = { seed: 1, epoch: 0, classCount: 2, spec: SMALL };

/** Which clips a plain batch is made of, read back from their levels. */
function clipNumbers(rows: Float32Array, batchSize: number): number[] {
  const width = rows.length / batchSize;
  return Array.from(
    { length: batchSize },
    (_, i) => Math.round(-4 * rows[i * width]!) + 0,
  );
}

Deno.test("epochBatches() takes each clip at most once and drops the last few", () => {
  const batches = [
    ...epochBatches(makeClips(22), { ...OPTIONS, knobs: PLAIN }),
  ];

  const taken = batches.flatMap(({ rows }) => clipNumbers(rows, 4));
  assertEquals(batches.length, 5);
  assertEquals(new Set(taken).size, 20);
});

Deno.test("epochBatches() labels an item with its own clip's label", () => {
  for (
    const { rows, labels } of epochBatches(makeClips(12), {
      ...OPTIONS,
      knobs: PLAIN,
    })
  ) {
    const expected = clipNumbers(rows, 4).flatMap((clip) =>
      clip % 2 === 0 ? [1, 0] : [0, 1]
    );
    assertEquals([...labels], expected);
  }
});

Deno.test("epochBatches() gives the same epoch to the bit, and another one for another epoch or seed", () => {
  const run = (
    seed: number,
    epoch: number,
  ) => [...epochBatches(makeClips(33), { ...OPTIONS, seed, epoch })];

  assertEquals(run(7, 3), run(7, 3));
  assertNotEquals(run(7, 3), run(7, 4));
  assertNotEquals(run(7, 3), run(8, 3));
});

Deno.test("epochBatches() does not depend on earlier epochs having been made", () => {
  const third = [...epochBatches(makeClips(32), { ...OPTIONS, epoch: 2 })];
  for (let epoch = 0; epoch < 2; epoch++) {
    for (const _ of epochBatches(makeClips(32), { ...OPTIONS, epoch }));
  }
  assertEquals(
    [...epochBatches(makeClips(32), { ...OPTIONS, epoch: 2 })],
    third,
  );
});

Deno.test("epochBatches() keeps shapes, label sums and the floor, whatever is drawn", () => {
  const clips = makeClips(16);
  const floor = Math.fround(Math.log(SMALL.powerFloor));
  fc.assert(
    fc.property(fc.nat(), fc.nat(200), (seed, epoch) => {
      const [batch] = epochBatches(clips, { ...OPTIONS, seed, epoch });
      const { rows, frames, labels } = batch!;
      assert(KNOBS.cropFrames.includes(frames));
      assertEquals(rows.length, 16 * frames * SMALL.melCount);
      assert(rows.every((value) => value >= floor && value < 20));
      for (let item = 0; item < 16; item++) {
        assertAlmostEquals(labels[2 * item]! + labels[2 * item + 1]!, 1, 1e-6);
      }
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("epochBatches() adds the floor's power to every cell", () => {
  const knobs = { ...PLAIN, batchSize: 1 };
  const spec = { melCount: 4, powerFloor: 1 };
  const [batch] = epochBatches(makeClips(1), { ...OPTIONS, knobs, spec });

  for (const value of batch!.rows) assertAlmostEquals(value, Math.LN2, 1e-6);
});

Deno.test("epochBatches() draws all crop lengths, speeds and phone variants", () => {
  const clips = makeClips(1).map((clip) => ({
    ...clip,
    variants: clip.variants.map((variant) => ({
      ...variant,
      levels: variant.levels.map(() =>
        1024 * (KNOBS.speeds.indexOf(variant.speed) + (variant.phone ? 5 : 0))
      ),
    })),
  }));
  const knobs = {
    ...PLAIN,
    batchSize: 1,
    cropFrames: [10, 20],
    speeds: KNOBS.speeds,
    phoneShare: 0.5,
  };
  const seen = new Set<string>();
  for (let epoch = 0; epoch < 300; epoch++) {
    const [batch] = epochBatches(clips, { ...OPTIONS, epoch, knobs });
    seen.add(`${batch!.frames} ${Math.round(batch!.rows[0]!)}`);
  }
  assertEquals(seen.size, 20);
});

Deno.test("epochBatches() refuses fewer clips than a batch", () => {
  const knobs = { ...KNOBS, balance: 0 };
  assertThrows(
    () => epochBatches(makeClips(15), { ...OPTIONS, knobs }).next(),
    RangeError,
    "Cannot make a batch as it takes 16 clips: current value is 15",
  );
});

Deno.test("batchCount() says how many batches an epoch has", () => {
  for (const clips of [16, 17, 31, 32, 100]) {
    const made = [...epochBatches(makeClips(clips), OPTIONS)].length;
    assertEquals(batchCount(makeClips(clips), KNOBS), made);
  }
});
