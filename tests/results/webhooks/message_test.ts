import { assertEquals, assertMatch } from "@std/assert";
import { messageOf } from "../../../src/results/webhooks/message.ts";
import {
  callOf,
  ended,
  escalated,
  interrupted,
  predicted,
  resumed,
  started,
  windowOf,
} from "../_calls.ts";

Deno.test("messageOf() is type, timestamp and the event as subscribers get it, with its call", () => {
  const call = callOf({ callId: "CA7", tenant: "acme" });
  const { body, type, tenant, sessionId } = messageOf(
    escalated(call),
    call,
  );
  assertEquals([type, tenant, sessionId], ["escalation", "acme", "s-1"]);
  const { type: _, ...fields } = escalated(call);
  assertEquals(JSON.parse(body), {
    type: "escalation",
    timestamp: "1970-01-01T00:00:12.480Z",
    data: { call, ...fields },
  });
});

Deno.test("messageOf() says nothing of a call that is not known", () => {
  assertEquals("call" in JSON.parse(messageOf(ended()).body).data, false);
});

Deno.test("messageOf() has one id for one event, and others for all others", () => {
  const other = callOf({ sessionId: "s-2" });
  const again = callOf({ generation: 1 });
  const events = [
    started(),
    started(other),
    resumed(again),
    interrupted(),
    interrupted(again),
    ended(),
    ended(again),
    escalated(),
    escalated(callOf(), 99_000),
    predicted(windowOf(0, 0.5)),
    predicted(windowOf(1, 0.5)),
    predicted(windowOf(0, 0.5, { channel: 1 })),
  ];
  const ids = events.map((event) => messageOf(event).id);
  assertEquals(new Set(ids).size, events.length);
  assertEquals(events.map((event) => messageOf(event, callOf()).id), ids);
});

Deno.test("messageOf() has an id that may stand in a header, whatever a session is called", () => {
  const call = callOf({ sessionId: "a.b\r\nx-evil: 1" });
  assertMatch(messageOf(started(call)).id, /^msg_[\w-]{22}$/);
});

Deno.test("messageOf() makes a series of each channel's predictions, and of nothing else", () => {
  const series = (channel: number) =>
    messageOf(predicted(windowOf(0, 0.5, { channel }))).series;
  assertEquals(series(0), "channel 0");
  assertEquals(series(1), "channel 1");
  assertEquals(messageOf(escalated()).series, undefined);
});
