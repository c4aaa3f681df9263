import { assert, assertEquals } from "@std/assert";
import { UsageWatch } from "../../scripts/_usage_watch.ts";

Deno.test("UsageWatch notes what this process uses, every second from its beginning on", () => {
  const watch = new UsageWatch(5_000);
  assertEquals([watch.dueMs, watch.usages], [5_000, []]);
  watch.turn(5_002);
  watch.turn(6_010);
  assertEquals(watch.dueMs, 7_010);
  const [first, last] = watch.usages;
  assert(last!.cpuMs >= first!.cpuMs && first!.rssBytes > 0);
});
