import { assertEquals, assertRejects } from "@std/assert";
import {
  ANSWER_MS,
  faultText,
  RedisConnection,
} from "../../../src/results/redis/redis_connection.ts";
import type { RedisPort } from "../../../src/results/redis/redis_port.ts";

/** A Redis that can be had, or not, and waits that end when the test says so. */
function scene() {
  const heard: string[] = [];
  const waits: { ms: number; end: () => void }[] = [];
  const clients: { fail: (fault: Error) => void; isDestroyed: boolean }[] = [];
  const server = { isThere: true, isSilent: false };
  const create = () => {
    let fail = (_: Error) => {};
    const state = { fail: (fault: Error) => fail(fault), isDestroyed: false };
    clients.push(state);
    const port: RedisPort = {
      connect: () =>
        server.isThere
          ? Promise.resolve()
          : Promise.reject(new Error("refused")),
      destroy: () => void (state.isDestroyed = true),
      sendCommand: ([word]) =>
        server.isSilent ? new Promise(() => {}) : Promise.resolve(word),
      subscribe: () => Promise.resolve(),
      unsubscribe: () => Promise.resolve(),
      on: (event, listener) => void (event === "error" && (fail = listener)),
    };
    return Promise.resolve(port);
  };
  const connection = new RedisConnection({
    create,
    onUp: () => heard.push("up"),
    onDown: (fault) => heard.push(fault),
    pause(ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve());
      waits.push({ ms, end: resolve });
      return promise;
    },
  });
  /** Ends the latest wait of so many milliseconds. */
  const end = async (ms: number) => {
    waits.findLast((wait) => wait.ms === ms)!.end();
    await settle();
  };
  return { connection, heard, waits, clients, server, end };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));
const ping = (client: RedisPort) => client.sendCommand(["PING"]);

Deno.test("RedisConnection comes back after it was lost, with growing waits", async () => {
  const { connection, heard, clients, server, end } = scene();
  await settle();
  assertEquals([heard, connection.isUp], [["up"], true]);
  server.isThere = false;
  clients[0]!.fail(new Error("reset"));
  await settle();
  assertEquals([heard.at(-1), connection.isUp], ["reset", false]);
  await assertRejects(() => connection.use(ping), Error, "away");
  for (const ms of [50, 100, 200, 400, 800, 1_600, 2_000, 2_000]) await end(ms);
  assertEquals(heard.slice(2), Array(8).fill("refused"));
  server.isThere = true;
  await end(2_000);
  assertEquals([heard.at(-1), await connection.use(ping)], ["up", "PING"]);
  clients.at(-1)!.fail(new Error("reset"));
  await settle();
  await end(50);
  assertEquals(heard.at(-1), "up");
  await connection.close();
  assertEquals(
    clients.map(({ isDestroyed }) => isDestroyed),
    clients.map(() => true),
  );
});

Deno.test("RedisConnection gives a client up that does not answer", async () => {
  const { connection, heard, clients, server, end } = scene();
  await settle();
  server.isSilent = true;
  const asked = assertRejects(() => connection.use(ping), Error, "no answer");
  await end(ANSWER_MS);
  await asked;
  assertEquals([heard.at(-1), clients[0]!.isDestroyed], [
    `no answer within ${ANSWER_MS} ms`,
    true,
  ]);
  await connection.close();
});

Deno.test("RedisConnection finds out that a client is gone which nobody uses", async () => {
  const { connection, heard, server, end } = scene();
  await settle();
  await end(5_000);
  server.isSilent = true;
  await end(5_000);
  await end(ANSWER_MS);
  assertEquals(heard, ["up", `no answer within ${ANSWER_MS} ms`]);
  await connection.close();
});

Deno.test("RedisConnection.close() ends it at once, and for good", async () => {
  const { connection, heard, clients, server } = scene();
  server.isThere = false;
  await settle();
  await connection.close();
  assertEquals([clients.length, heard], [1, ["refused"]]);
});

Deno.test("faultText() says what is wrong, and not where Redis is", () => {
  const refused = new Error("connect ECONNREFUSED 10.0.0.7:6379");
  const coded = Object.assign(refused, { code: "ECONNREFUSED" });
  const several = Object.assign(new AggregateError([]), { code: "ETIMEDOUT" });
  const answered = new Error("WRONGPASS invalid username-password pair");
  assertEquals(
    [coded, several, answered, new AggregateError([]), "away"].map(faultText),
    ["ECONNREFUSED", "ETIMEDOUT", answered.message, "AggregateError", "away"],
  );
});
