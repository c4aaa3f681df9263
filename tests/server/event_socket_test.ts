import { assertEquals } from "@std/assert";
import type { SubscriptionEnd, Told } from "../../src/results/subscription.ts";
import { type EventSocket, sendEvents } from "../../src/server/event_socket.ts";
import { Subscribers } from "../../src/server/subscribers.ts";

/** A socket whose reader takes nothing. */
class StalledSocket implements EventSocket {
  readyState: number = WebSocket.OPEN;
  bufferedAmount = 0;
  closed: [number | undefined, string | undefined] | undefined;

  send(text: string): void {
    this.bufferedAmount += text.length;
  }

  close(code?: number, reason?: string): void {
    this.readyState = WebSocket.CLOSING;
    this.closed ??= [code, reason];
  }
}

/** Sends events of 1 KB for ever, or until one is a fault. */
async function sendTo(socket: EventSocket, faultAt = Infinity) {
  const json = JSON.stringify({ type: "prediction", text: "x".repeat(1_000) });
  let count = 0;
  async function* tell(): AsyncGenerator<Told, SubscriptionEnd> {
    for (;;) {
      await null;
      if (++count === faultAt) throw new Error("broken");
      yield {
        kind: "event",
        event: { id: "0-1", type: "prediction", json, previousId: "0-0" },
      };
    }
  }
  const subscribers = new Subscribers();
  const faults: unknown[] = [];
  await sendEvents(socket, {
    told: tell(),
    place: subscribers.enter("acme"),
    isStopping: () => false,
    onFault: (fault) => faults.push(fault),
    stallMs: 1,
  });
  assertEquals(subscribers.count, 0);
  return { count, faults };
}

Deno.test("sendEvents() reads no further than a bound for a reader that takes nothing, and cuts it off", async () => {
  const socket = new StalledSocket();
  const { count } = await sendTo(socket);
  assertEquals(socket.closed, [1008, "too_slow"]);
  // The first that does not fit: 63 of 1,049 bytes are more than 64 KiB.
  assertEquals(count, 63);
});

Deno.test("sendEvents() ends when the reader has gone", async () => {
  const socket = new StalledSocket();
  socket.readyState = WebSocket.CLOSED;
  const { count } = await sendTo(socket);
  assertEquals([count, socket.bufferedAmount, socket.closed], [
    1,
    0,
    undefined,
  ]);
});

Deno.test("sendEvents() fails alone, and tells of the fault", async () => {
  const socket = new StalledSocket();
  const { faults } = await sendTo(socket, 2);
  assertEquals([socket.closed, faults.length], [[1011, "internal"], 1]);
});
