import { assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
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
