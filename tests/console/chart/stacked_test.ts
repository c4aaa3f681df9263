import { assertEquals } from "@std/assert";
import { runs, stacked } from "../../../src/console/chart/stacked.ts";
import type { TimelinePoint } from "../../../src/console/call/timeline.ts";

const POINTS: readonly TimelinePoint[] = [
  {
    endMs: 1_000,
    state: "speech",
    label: "calm",
    posterior: [0.5, 0.25, 0.25],
  },
  { endMs: 1_500, state: "no_speech", label: null, posterior: null },
  { endMs: 2_000, state: "speech", label: "angry", posterior: [0, 0.25, 0.75] },
  { endMs: 2_500, state: "speech", label: "angry", posterior: [0, 0, 1] },
  { endMs: 3_000, state: "uncertain", label: "angry", posterior: [0, 0, 1] },
];

Deno.test("stacked() sums from the last label up, with gaps where there is no speech", () => {
  assertEquals(stacked(POINTS, 3), [
    [1, 1.5, 2, 2.5, 3],
    [1, null, 1, 1, 1],
    [0.5, null, 1, 1, 1],
    [0.25, null, 0.75, 1, 1],
  ]);
});

Deno.test("stacked() of nothing has a row a label still", () => {
  assertEquals(stacked([], 2), [[], [], []]);
});

Deno.test("runs() joins what stays the same, and tells what is uncertain apart", () => {
  assertEquals(runs(POINTS), [
    { fromS: 1, toS: 1.5, state: "no_speech", label: null },
    { fromS: 1.5, toS: 2.5, state: "speech", label: "angry" },
    { fromS: 2.5, toS: 3, state: "uncertain", label: "angry" },
  ]);
});
