import { assertEquals } from "@std/assert";
import { Meter } from "../../src/telemetry/meter.ts";
import { measureWindows } from "../../src/telemetry/window_latency.ts";
import { valuesOf } from "./_values.ts";

Deno.test("measureWindows() tells live windows from those of a file that is sent fast", async () => {
  const meter = new Meter();
  const watch = measureWindows(meter);
  watch.answered({ nowMs: 3_200, arrivedMs: 3_000, expectedMs: 3_000 });
  watch.answered({ nowMs: 3_480, arrivedMs: 3_000, expectedMs: 2_900 });
  watch.answered({ nowMs: 3_000, arrivedMs: 0, expectedMs: 60_000 });
  const values = await valuesOf(meter);
  const count = (pace: string, le: string) =>
    values.get(
      `undertone_window_latency_seconds_bucket{le="${le}",pace="${pace}"}`,
    );
  assertEquals(
    ["0.15", "0.25", "0.42", "0.48"].map((edge) => count("live", edge)),
    [0, 1, 1, 2],
  );
  assertEquals([count("ahead", "2"), count("ahead", "4")], [0, 1]);
});
