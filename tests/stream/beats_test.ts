import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { Beats, LOOK_BEATS, STEPS_PER_NAT } from "../../src/stream/beats.ts";
import { rowsOf, white } from "./_sounds.ts";

fc.configureGlobal({ seed: 2_026 });

const { melCount, powerFloor } = FEATURES;
const LOG_FLOOR = Math.log(powerFloor);
const CAPACITY = 20;

function create(firstRow = 0): Beats {
  return new Beats(melCount, CAPACITY, LOG_FLOOR, firstRow);
}

/** So many rows that are level, each at its own. */
function levels(...nats: number[]): Float32Array {
  return Float32Array.from(
    { length: nats.length * melCount },
    (_, i) => nats[Math.floor(i / melCount)]!,
  );
}

function averageOf(beats: Beats, first: number): Float32Array {
  const mean = new Float32Array(melCount);
  beats.average(first, mean, 0);
  return mean;
}

Deno.test("Beats are means of two rows, kept to a thousandth of a nat", () => {
  const beats = create();
  beats.push(levels(1, 2, -3, -4, 5, 5, 0, 0.1));
  assertEquals(beats.rowCount, 8);
  averageOf(beats, 0).forEach((mean) =>
    assertAlmostEquals(mean, (1.5 - 3.5 + 5 + 0.05) / 4, 0.5 / STEPS_PER_NAT)
  );
});

Deno.test("Beats keep as many as they have room for", () => {
  const beats = create(3);
  beats.push(levels(9));
  assertEquals([beats.rowCount, beats.oldest], [4, 2]);
  beats.push(new Float32Array(2 * 30 * melCount));
  assertEquals([beats.rowCount, beats.oldest], [64, 32 - CAPACITY]);
});

Deno.test("Beats hear the same movement however their rows come", () => {
  const rows = rowsOf(white(1, 4));
  const count = Math.floor(rows.length / melCount / 2);
  const whole = new Beats(melCount, count, LOG_FLOOR, 0);
  whole.push(rows);
  assert(whole.movement(count - 1) > 0);
  fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), (size) => {
    const beats = new Beats(melCount, count, LOG_FLOOR, 0);
    for (let at = 0; at < rows.length; at += size * melCount) {
      beats.push(rows.subarray(at, at + size * melCount));
    }
    for (let beat = 0; beat < count; beat++) {
      assertEquals(beats.movement(beat), whole.movement(beat));
    }
  }));
});

Deno.test("Beats have no movement before a look of beats that all come whole", () => {
  const rows = rowsOf(white(1, 5));
  for (const firstRow of [0, 7]) {
    const beats = create(firstRow);
    beats.push(rows.subarray(0, 2 * CAPACITY * melCount));
    const first = Math.ceil(firstRow / 2) + LOOK_BEATS - 1;
    assertEquals(beats.movement(first - 1), 0);
    assert(beats.movement(first) > 0);
  }
});

Deno.test("Beats.risesAbove() adds up what lies above the levels, and nothing below them", () => {
  const beats = create();
  beats.push(levels(1, 1));
  const steps = new Float32Array(melCount).fill(2 * STEPS_PER_NAT);
  assert(!beats.risesAbove(0, steps, 0));
  steps.fill(0.5 * STEPS_PER_NAT, 0, 3);
  assert(beats.risesAbove(0, steps, 1.5 * STEPS_PER_NAT - 1));
  assert(!beats.risesAbove(0, steps, 1.5 * STEPS_PER_NAT));
});
