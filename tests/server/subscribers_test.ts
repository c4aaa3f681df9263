import { assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import { Subscribers } from "../../src/server/subscribers.ts";

Deno.test("Subscribers lets in as many as there may be, and again when one leaves", () => {
  const subscribers = new Subscribers(3, 2);
  const first = subscribers.enter("acme");
  subscribers.enter("acme");
  assertThrows(() => subscribers.enter("acme"), ProtocolError, "at most 2");
  subscribers.enter("other");
  assertThrows(() => subscribers.enter("third"), ProtocolError, "at most 3");
  first.leave();
  first.leave();
  assertEquals([subscribers.count, first.signal.aborted], [2, true]);
  subscribers.enter("acme");
});

Deno.test("Subscribers sends all away when the process stops, and lets nobody in", () => {
  const subscribers = new Subscribers();
  const places = [subscribers.enter("acme"), subscribers.enter("other")];
  subscribers.stop();
  assertEquals(places.map(({ signal }) => signal.aborted), [true, true]);
  assertThrows(() => subscribers.enter("acme"), ProtocolError, "stopping");
});
