import { assertEquals } from "@std/assert";
import { measureEventLoop } from "../../src/telemetry/event_loop_delay.ts";
import { Meter } from "../../src/telemetry/meter.ts";
import { valuesOf } from "./_values.ts";

Deno.test("measureEventLoop() tells how late the loop is, until it is ended", async () => {
  const meter = new Meter();
  let nowMs = 0;
  let look = () => {};
  let hasEnded = false;
  const end = measureEventLoop(meter, {
    now: () => nowMs,
    every(ms, act) {
      assertEquals(ms, 100);
      look = act;
      return () => hasEnded = true;
    },
  });
  for (const turnMs of [100, 400, 99]) {
    nowMs += turnMs;
    look();
  }
  const values = await valuesOf(meter);
  const name = "undertone_event_loop_delay_seconds";
  assertEquals(values.get(`${name}_sum`), 0.3);
  assertEquals(values.get(`${name}_bucket{le="0.002"}`), 2);
  end();
  assertEquals(hasEnded, true);
});

Deno.test("measureEventLoop() keeps no timer once it is ended", () => {
  measureEventLoop(new Meter())();
});
