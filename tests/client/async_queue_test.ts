import { assertEquals, assertRejects } from "@std/assert";
import { AsyncQueue } from "../../src/client/async_queue.ts";

async function rest(queue: AsyncQueue<number>): Promise<number[]> {
  const items: number[] = [];
  for await (const item of queue) items.push(item);
  return items;
}

Deno.test("AsyncQueue gives what came before it was asked, then what comes, then the end", async () => {
  const queue = new AsyncQueue<number>(100);
  queue.push(0);
  queue.push(1);
  const all = rest(queue);
  await null;
  queue.push(2);
  queue.end({});
  assertEquals(await all, [0, 1, 2]);
  assertEquals(await rest(queue), []);
});

Deno.test("AsyncQueue ends with its fault once all is given, and for all who wait", async () => {
  const queue = new AsyncQueue<number>(100);
  queue.push(0);
  queue.end({ fault: new RangeError("gone") });
  assertEquals((await queue.next()).value, 0);
  await assertRejects(() => queue.next(), RangeError, "gone");

  const waiting = new AsyncQueue<number>(100);
  const fates = [waiting.next(), waiting.next()];
  waiting.end({ fault: new RangeError("gone") });
  for (const fate of fates) await assertRejects(() => fate, RangeError);
});

Deno.test("AsyncQueue may be left and come back to", async () => {
  const queue = new AsyncQueue<number>(100);
  for (let i = 0; i < 3; i++) queue.push(i);
  for await (const index of queue) {
    assertEquals(index, 0);
    break;
  }
  queue.end({});
  assertEquals(await rest(queue), [1, 2]);
});

Deno.test("AsyncQueue keeps a bounded number for who does not ask: the newest", async () => {
  const queue = new AsyncQueue<number>(10);
  for (let i = 0; i < 1_000; i++) queue.push(i);
  queue.end({});
  assertEquals(await rest(queue), [
    ...[990, 991, 992, 993, 994, 995, 996, 997, 998, 999],
  ]);
});
