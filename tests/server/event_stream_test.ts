import { assertEquals } from "@std/assert";
import type { SubscriptionEnd, Told } from "../../src/results/subscription.ts";
import { eventStream } from "../../src/server/event_stream.ts";
import { Subscribers } from "../../src/server/subscribers.ts";

/** A stream of a subscription that goes on for ever, or fails. */
function endless(
  { stallMs = 60_000, fault }: { stallMs?: number; fault?: Error } = {},
) {
  let toldCount = 0;
  let isLeft = false;
  async function* tell(): AsyncGenerator<Told, SubscriptionEnd> {
    try {
      for (;;) {
        await null;
        if (fault) throw fault;
        toldCount++;
        yield toldCount % 2 ? { kind: "gap" } : { kind: "quiet" };
      }
    } finally {
      isLeft = true;
    }
  }
  const faults: unknown[] = [];
  const subscribers = new Subscribers();
  const stream = eventStream({
    told: tell(),
    place: subscribers.enter("acme"),
    isStopping: () => subscribers.isStopping,
    onFault: (fault) => faults.push(fault),
    stallMs,
  });
  return {
    stream,
    subscribers,
    faults,
    toldCount: () => toldCount,
    isLeft: () => isLeft,
  };
}
const textOf = (stream: ReadableStream<Uint8Array>) =>
  new Response(stream).text();

Deno.test("eventStream() cuts a reader off that takes nothing, and tells it why", async () => {
  const { stream, subscribers, toldCount, isLeft } = endless({ stallMs: 1 });
  while (subscribers.count > 0) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  const text = await textOf(stream);
  assertEquals(
    text,
    'retry: 1000\n\nevent: gap\ndata: {"type":"gap"}\n\nevent: end\ndata: {"type":"end","reason":"too_slow"}\n\n',
  );
  assertEquals([toldCount(), isLeft()], [1, true]);
});

Deno.test("eventStream() reads no further than its reader", async () => {
  const { stream, toldCount, isLeft, subscribers } = endless();
  const reader = stream.getReader();
  for (let i = 0; i < 10; i++) await reader.read();
  for (let i = 0; i < 50; i++) await null;
  assertEquals(toldCount(), 10);
  await reader.cancel();
  while (!isLeft()) await new Promise((resolve) => setTimeout(resolve));
  assertEquals(subscribers.count, 0);
});

Deno.test("eventStream() fails alone, and tells of the fault", async () => {
  const fault = new Error("broken");
  const { stream, faults, subscribers } = endless({ fault });
  assertEquals(await textOf(stream), "retry: 1000\n\n");
  assertEquals([faults, subscribers.count], [[fault], 0]);
});
