import { assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import {
  MAX_TAKE_OVERS,
  MAX_TENANT_TAKE_OVERS,
} from "../../src/session/limits.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import { settle } from "./_fakes.ts";

function session(onStop = () => {}) {
  return { stop: onStop };
}

Deno.test("SessionRegistry counts who enters and leaves", () => {
  const registry = new SessionRegistry();
  const one = session();
  registry.enter(one);
  registry.enter(session());
  assertEquals(registry.count, 2);
  registry.leave(one);
  registry.leave(one);
  registry.leave(session());
  assertEquals(registry.count, 1);
});

Deno.test("SessionRegistry refuses who comes too much, until another leaves", () => {
  const registry = new SessionRegistry(1);
  const one = session();
  registry.enter(one);
  const { code, closeCode } = assertThrows(
    () => registry.enter(session()),
    ProtocolError,
    "at most 1",
  );
  assertEquals([code, closeCode], ["overloaded", 1013]);
  registry.leave(one);
  registry.enter(session());
});

Deno.test("SessionRegistry.stop() stops all and waits for the last to leave", async () => {
  const registry = new SessionRegistry();
  const stopped: string[] = [];
  const one = session(() => stopped.push("one"));
  const other = session(() => {
    stopped.push("other");
    registry.leave(other);
  });
  registry.enter(one);
  registry.enter(other);

  let isDone = false;
  registry.stop().then(() => isDone = true);
  await settle();
  assertEquals(stopped, ["one", "other"]);
  assertEquals(isDone, false);
  registry.leave(one);
  await settle();
  assertEquals(isDone, true);
});

Deno.test("SessionRegistry.stop() is done at once when nobody is there", async () => {
  const registry = new SessionRegistry();
  await registry.stop();
  await registry.stop();
  const { code } = assertThrows(
    () => registry.enter(session()),
    ProtocolError,
    "stopping",
  );
  assertEquals(code, "not_ready");
});

Deno.test("SessionRegistry gives each tenant its places, and them back however a session ends", () => {
  const places: Record<string, number> = { acme: 2, beta: 1 };
  const registry = new SessionRegistry(
    5,
    { isBehind: false },
    (tenant) => places[tenant] ?? Infinity,
  );
  const [one, other] = [session(), session()];
  registry.enter(one, "acme");
  registry.enter(other, "acme");
  const { code, closeCode } = assertThrows(
    () => registry.enter(session(), "acme"),
    ProtocolError,
    "one tenant may have at most 2",
  );
  assertEquals([code, closeCode], ["too_many_sessions", 1013]);
  assertThrows(() => registry.assertRoomOf("acme"), ProtocolError);
  registry.enter(session(), "beta");
  registry.enter(session(), "anybody");
  assertEquals(registry.countOf("acme"), 2);
  registry.leave(one);
  registry.leave(one);
  assertEquals(registry.countOf("acme"), 1);
  registry.enter(session(), "acme");
  assertEquals([registry.count, registry.countOf("none")], [4, 0]);
});

Deno.test("SessionRegistry lets every session hear the time, and none that has left", () => {
  const registry = new SessionRegistry();
  const heard: string[] = [];
  const session = (name: string) => ({
    stop() {},
    tick: () => heard.push(name),
  });
  const [a, b] = [session("a"), session("b")];
  registry.enter(a);
  registry.enter(b);
  registry.enter({ stop() {} }); // does not look at the time
  registry.tick();
  registry.leave(a);
  registry.tick();
  assertEquals(heard, ["a", "b", "b"]);
});

Deno.test("SessionRegistry lends a place to who takes over, and changes the two once that is proved", async () => {
  const registry = new SessionRegistry(1);
  const [old, next] = [session(), session()];
  registry.enter(old, "acme");
  assertThrows(() => registry.enter(session(), "acme"), ProtocolError);
  registry.enter(next, "acme", true);
  assertEquals([registry.count, registry.lentCount], [1, 1]);
  registry.secure(next, old);
  assertEquals([registry.count, registry.lentCount], [1, 1]);
  registry.leave(old);
  assertEquals([registry.count, registry.lentCount], [1, 0]);
  registry.secure(next, old); // it has a place: nothing to do
  let isDone = false;
  const stopped = registry.stop().then(() => isDone = true);
  await settle();
  assertEquals(isDone, false);
  registry.leave(next);
  await stopped;
});

Deno.test("SessionRegistry lends nothing where there is room, and nothing to who does not take over", () => {
  const registry = new SessionRegistry(1);
  const one = session();
  registry.enter(one, "acme", true);
  assertEquals([registry.count, registry.lentCount], [1, 0]);
  assertThrows(() => registry.enter(session(), "acme"), ProtocolError);
  registry.leave(one);
  assertEquals([registry.count, registry.lentCount], [0, 0]);
});

Deno.test("SessionRegistry.secure() gives a lent place up for a free one alone, or that of the same tenant", () => {
  const registry = new SessionRegistry(1);
  const [holder, next, gone] = [session(), session(), session()];
  registry.enter(holder, "beta");
  registry.enter(next, "acme", true);
  for (const older of [undefined, holder, gone, next]) {
    const { code } = assertThrows(
      () => registry.secure(next, older),
      ProtocolError,
    );
    assertEquals(code, "overloaded");
    assertEquals([registry.count, registry.lentCount], [1, 1]);
  }
  registry.leave(holder);
  registry.secure(next, holder);
  assertEquals([registry.count, registry.lentCount], [1, 0]);
  assertEquals([registry.countOf("acme"), registry.countOf("beta")], [1, 0]);
});

Deno.test("SessionRegistry lends so many places and no more, half of them to one tenant", () => {
  const registry = new SessionRegistry(0);
  const lent = (tenant: string) => {
    const one = session();
    registry.enter(one, tenant, true);
    return one;
  };
  const [first] = Array.from(
    { length: MAX_TENANT_TAKE_OVERS },
    () => lent("a"),
  );
  assertThrows(() => lent("a"), ProtocolError, "at most 0");
  for (let i = 0; i < MAX_TENANT_TAKE_OVERS; i++) lent(`tenant ${i}`);
  assertEquals(registry.lentCount, MAX_TAKE_OVERS);
  assertThrows(() => lent("b"), ProtocolError, "at most 0");
  registry.leave(first!);
  lent("b");
  registry.stop();
  registry.leave(session());
  assertThrows(() => lent("c"), ProtocolError, "stopping");
});

Deno.test("SessionRegistry lends over a tenant's limit as over that of the process", () => {
  const registry = new SessionRegistry(9, { isBehind: false }, () => 1);
  const [old, next] = [session(), session()];
  registry.enter(old, "acme");
  assertThrows(() => registry.assertRoomOf("acme"), ProtocolError);
  registry.assertRoomOf("acme", true);
  registry.enter(next, "acme", true);
  assertThrows(() => registry.secure(next), ProtocolError, "one tenant");
  registry.secure(next, old);
  registry.leave(next);
  assertEquals([registry.countOf("acme"), registry.lentCount], [0, 1]);
});
