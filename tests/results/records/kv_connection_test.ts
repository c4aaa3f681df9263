import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  KvConnection,
  MAX_USE_MS,
} from "../../../src/results/records/kv_connection.ts";
import { settle } from "../../session/_fakes.ts";
import { HandClock } from "./_records.ts";

/** A store of which only the closing matters. */
function fakeKv() {
  return {
    closed: 0,
    close() {
      this.closed++;
    },
  };
}

function connecting(isThere = (_opening: number) => true) {
  const clock = new HandClock();
  const opened: ReturnType<typeof fakeKv>[] = [];
  const faults: Error[] = [];
  let replacements = 0;
  const connection = new KvConnection({
    clock,
    onReplaced: () => replacements++,
    open() {
      const fault = faults.shift();
      if (fault) return Promise.reject(fault);
      const kv = fakeKv();
      const opening = opened.push(kv);
      return Promise.resolve({
        kv: kv as unknown as Deno.Kv,
        isThere: () => Promise.resolve(isThere(opening)),
      });
    },
  });
  return { connection, clock, opened, faults, replaced: () => replacements };
}

const fine = () => Promise.resolve("fine");

Deno.test("KvConnection opens the store once, for all who use it", async () => {
  const { connection, opened, clock } = connecting();
  const uses = [connection.use(fine), connection.use(fine)];
  assertEquals(await Promise.all(uses), ["fine", "fine"]);
  assertEquals(opened.length, 1);
  connection.close();
  await settle();
  assertEquals([opened[0]!.closed, clock.waiting], [1, 0]);
});

Deno.test("KvConnection opens the store anew after a fault, and closes the old one once", async () => {
  const { connection, opened } = connecting();
  const fail = () => Promise.reject(new Error("disk I/O error"));
  await assertRejects(() => connection.use(fail), Error, "disk I/O error");
  assertEquals([opened[0]!.closed, connection.fault], [1, "disk I/O error"]);
  assertEquals(await connection.use(fine), "fine");
  assertEquals([opened.length, connection.fault], [2, undefined]);
});

Deno.test("KvConnection keeps the store when a value is at fault", async () => {
  const { connection, opened } = connecting();
  const fail = () => Promise.reject(new TypeError("Value too large"));
  await assertRejects(() => connection.use(fail), TypeError);
  await connection.use(fine);
  assertEquals(opened.length, 1);
});

Deno.test("KvConnection waits while another process writes, but not for ever", async () => {
  const { connection, opened, clock } = connecting();
  let attempts = 0;
  const locked = (times: number) => () =>
    ++attempts > times
      ? Promise.resolve("fine")
      : Promise.reject(new TypeError("database is locked"));
  const using = connection.use(locked(3));
  await clock.pass(100);
  assertEquals([await using, attempts, clock.waiting], ["fine", 4, 0]);
  const never = assertRejects(
    () => connection.use(locked(Infinity)),
    Error,
    `within ${MAX_USE_MS} ms`,
  );
  await clock.pass(MAX_USE_MS + 100);
  await never;
  assertEquals([opened[0]!.closed, clock.waiting], [1, 0]);
});

Deno.test("KvConnection lets others finish before it closes a store that failed one", async () => {
  const { connection, opened } = connecting();
  const slow = Promise.withResolvers<string>();
  const using = connection.use(() => slow.promise);
  await settle();
  const fail = () => Promise.reject(new Error("failed"));
  await assertRejects(() => connection.use(fail), Error, "failed");
  assertEquals(opened[0]!.closed, 0);
  slow.resolve("late");
  assertEquals(await using, "late");
  assertEquals(opened[0]!.closed, 1);
});

Deno.test("KvConnection gives nobody a store that was closed while it was looked at", async () => {
  const looks: PromiseWithResolvers<boolean>[] = [];
  const clock = new HandClock();
  const opened: ReturnType<typeof fakeKv>[] = [];
  const connection = new KvConnection({
    clock,
    open() {
      const kv = fakeKv();
      opened.push(kv);
      return Promise.resolve({
        kv: kv as unknown as Deno.Kv,
        isThere() {
          const look = Promise.withResolvers<boolean>();
          looks.push(look);
          return look.promise;
        },
      });
    },
  });
  const failing = assertRejects(
    () => connection.use(() => Promise.reject(new Error("failed"))),
    Error,
    "failed",
  );
  const using = connection.use((kv) =>
    Promise.resolve((kv as unknown as ReturnType<typeof fakeKv>).closed)
  );
  await settle();
  looks[0]!.resolve(true);
  await failing;
  looks[1]!.resolve(true);
  assertEquals(await using, 0);
  assertEquals(opened[0]!.closed, 1);
});

Deno.test("KvConnection waits for nobody for ever", async () => {
  const { connection, clock, opened } = connecting();
  const hanging = assertRejects(
    () => connection.use(() => new Promise(() => {})),
    Error,
    `within ${MAX_USE_MS} ms`,
  );
  await clock.pass(MAX_USE_MS);
  await hanging;
  assertEquals(opened[0]!.closed, 1);
  assertEquals(clock.waiting, 0);
});

Deno.test("KvConnection tries to open again, and closes what opens too late", async () => {
  const { connection, faults } = connecting();
  faults.push(new Error("unable to open database file"));
  await assertRejects(() => connection.use(fine), Error, "unable to open");
  assertEquals(await connection.use(fine), "fine");

  const clock = new HandClock();
  const late = Promise.withResolvers<
    { kv: Deno.Kv; isThere: () => Promise<boolean> }
  >();
  const slow = new KvConnection({ clock, open: () => late.promise });
  const hanging = assertRejects(() => slow.use(fine), Error, "must answer");
  await clock.pass(MAX_USE_MS);
  await hanging;
  const kv = fakeKv();
  const isThere = () => Promise.resolve(true);
  late.resolve({ kv: kv as unknown as Deno.Kv, isThere });
  await settle();
  assertEquals(kv.closed, 1);
});

Deno.test("KvConnection begins anew where the store was removed, and gives up if it always is", async () => {
  const removed = new Set<number>();
  const { connection, opened, replaced } = connecting((opening) =>
    !removed.has(opening)
  );
  await connection.use(fine);
  removed.add(1);
  await Promise.all([connection.use(fine), connection.use(fine)]);
  assertEquals([opened.length, opened[0]!.closed, replaced()], [2, 1, 1]);
  for (let opening = 2; opening < 9; opening++) removed.add(opening);
  await assertRejects(() => connection.use(fine), Error, "gone 3 times");
  assertEquals(opened.slice(0, 4).map(({ closed }) => closed), [1, 1, 1, 1]);
});

Deno.test("KvConnection opens nothing once it was closed", async () => {
  const { connection, opened } = connecting();
  connection.close();
  await assertRejects(() => connection.use(fine), Error, "it was closed");
  assert(opened.length === 0);
});
