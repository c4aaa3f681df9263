import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { CallLanes } from "../../../src/results/webhooks/call_lanes.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("CallLanes gives each lane its turn, one item at a time", () => {
  const lanes = new CallLanes<string>();
  for (const item of ["a1", "a2", "b1", "a3"]) lanes.push(item[0]!, item);
  assertEquals(lanes.take(), { key: "a", item: "a1" });
  assertEquals(lanes.take(), { key: "b", item: "b1" });
  assertEquals(lanes.take(), undefined); // a2 waits for what comes of a1
  lanes.giveBack("a");
  assertEquals(lanes.take()!.item, "a1");
  lanes.drop("a");
  assertEquals(lanes.take()!.item, "a2");
  assertEquals(lanes.size, 3);
});

Deno.test("CallLanes drops what waits for what replaces it, and never what was taken", () => {
  const lanes = new CallLanes<string>();
  const isOld = (item: string) => item.startsWith("p");
  assertEquals(lanes.push("a", "p1", isOld), 0);
  assertEquals(lanes.push("a", "p2", isOld), 1);
  assertEquals(lanes.take()!.item, "p2");
  lanes.push("a", "x");
  assertEquals(lanes.push("a", "p3", isOld), 0);
  assertEquals(lanes.push("a", "p4", isOld), 1);
  lanes.drop("a");
  assertEquals(lanes.take()!.item, "x");
  lanes.drop("a");
  assertEquals(lanes.take()!.item, "p4");
  lanes.drop("a");
  assertEquals([lanes.size, lanes.take()], [0, undefined]);
});

Deno.test("CallLanes is empty once it is cleared", () => {
  const lanes = new CallLanes<number>();
  [1, 2, 3].forEach((item) => lanes.push(String(item % 2), item));
  lanes.take();
  assertEquals(lanes.clear().sort(), [1, 2, 3]);
  assertEquals([lanes.size, lanes.take()], [0, undefined]);
  lanes.drop("1"); // what was taken is of no lane any more
  lanes.giveBack("1");
  assertEquals([lanes.size, lanes.take()], [0, undefined]);
});

Deno.test("CallLanes keeps each lane's order, whatever is given back, and loses nothing", () => {
  const steps = fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 200 });
  fc.assert(fc.property(steps, (steps) => {
    const lanes = new CallLanes<number>();
    const taken: string[] = [];
    const done: Record<string, number[]> = {};
    const settle = (key: string, isDone: boolean) => {
      if (!isDone) return lanes.giveBack(key);
      lanes.drop(key);
    };
    let next = 0;
    for (const [act, number] of steps) {
      const key = String(number);
      if (act === 0) lanes.push(key, next++);
      else if (act === 1) {
        const one = lanes.take();
        if (one === undefined) continue;
        assert(!taken.includes(one.key), "two of one lane at a time");
        taken.push(one.key);
        (done[one.key] ??= []).push(one.item);
      } else if (taken.length > 0) {
        const settled = taken.shift()!;
        const isDone = number > 1;
        if (!isDone) done[settled]!.pop();
        settle(settled, isDone);
      }
    }
    for (const items of Object.values(done)) {
      assertEquals(items, items.toSorted((a, b) => a - b));
    }
    const finished = Object.values(done).flat().length - taken.length;
    assertEquals(lanes.size, next - finished);
  }));
});
