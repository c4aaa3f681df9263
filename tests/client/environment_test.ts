import { assert, assertEquals, assertThrows } from "@std/assert";
import { thisEnvironment } from "../../src/client/environment.ts";

Deno.test("thisEnvironment() is the runtime's own, but for what is given", () => {
  const own = thisEnvironment({});
  assert(own.WebSocket === globalThis.WebSocket);
  const before = performance.now();
  assert(own.now() >= before);
  assert(own.random() < 1);
  const given = thisEnvironment({ now: () => 7 });
  assertEquals([given.now(), given.random === own.random], [7, true]);
});

Deno.test("thisEnvironment()'s timer acts, unless it is called off", async () => {
  const { setTimer } = thisEnvironment({});
  const acted: string[] = [];
  const callOff = setTimer(() => acted.push("called off"), 0);
  callOff();
  await new Promise<void>((resolve) =>
    setTimer(() => {
      acted.push("acted");
      resolve();
    }, 1)
  );
  assertEquals(acted, ["acted"]);
});

Deno.test("thisEnvironment() says what a runtime without sockets lacks", () => {
  const { WebSocket } = globalThis;
  try {
    Reflect.deleteProperty(globalThis, "WebSocket");
    assertThrows(() => thisEnvironment({}), TypeError, "Node has one from 22");
  } finally {
    Reflect.set(globalThis, "WebSocket", WebSocket);
  }
});
