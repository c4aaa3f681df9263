import { assertEquals } from "@std/assert";
import { Batcher } from "../../src/model/batcher.ts";
import { measureBatches } from "../../src/telemetry/batch_measures.ts";
import { Meter } from "../../src/telemetry/meter.ts";
import { valuesOf } from "./_values.ts";

const REQUEST = { rows: [], steps: new Uint8Array() };
const RESULT = { steps: new Uint8Array(), posterior: new Float32Array() };

Deno.test("measureBatches() tells size, wait and time of every batch", async () => {
  const meter = new Meter();
  let nowMs = 0;
  const lane = (requests: readonly unknown[]) => {
    nowMs += 20;
    return requests.map(() => RESULT);
  };
  const watch = measureBatches(meter);
  const batcher = new Batcher([lane], {
    maxBatch: 2,
    watch,
    clock: { now: () => nowMs, after: () => () => {} },
  });
  await Promise.all([1, 2, 3].map(() => batcher.score(REQUEST)));
  const values = await valuesOf(meter);
  assertEquals(values.get("undertone_batch_windows_sum"), 3);
  assertEquals(values.get("undertone_batch_windows_count"), 2);
  assertEquals(values.get("undertone_batch_wait_seconds_sum"), 0.02);
  assertEquals(values.get("undertone_batch_score_seconds_sum"), 0.04);
});
