import { assertEquals, assertRejects } from "@std/assert";
import { pathToFileURL } from "node:url";
import { CLOCK } from "../../../src/results/records/clock.ts";
import { KvStore } from "../../../src/results/records/kv_store.ts";
import { openKv } from "../../../src/results/records/open_kv.ts";
import {
  batch,
  BATCH_END,
  batchOf,
  callInfo,
  connectionTo,
  DAY_MS,
  START_MS,
} from "./_records.ts";

/** A folder that is gone at the end of its scope. */
async function folder() {
  const path = await Deno.makeTempDir();
  return {
    path,
    file: pathToFileURL(`${path}/new/calls.kv`),
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

function storeIn(file: URL) {
  const { connection, replacements } = connectionTo(() => openKv(file), CLOCK);
  const store = new KvStore({
    connection,
    keptMs: 30 * DAY_MS,
    wallMs: () => START_MS,
  });
  return { store, connection, replacements };
}

Deno.test("openKv() creates the folder and the file, and finds again what was written", async () => {
  await using made = await folder();
  const first = storeIn(made.file);
  await first.store.append(batchOf([0, 1], { end: BATCH_END }));
  first.connection.close();
  const second = storeIn(made.file);
  const stored = await second.store.find("acme", "s-1");
  assertEquals(stored!.channels[0]!.windows, 2);
  second.connection.close();
});

Deno.test("openKv() says why there is no store, and there is one as soon as there can be", async () => {
  await using made = await folder();
  await Deno.mkdir(`${made.path}/new`);
  await Deno.writeTextFile(made.file, "no store at all".repeat(1_000));
  const { store, connection } = storeIn(made.file);
  await assertRejects(
    () => store.append(batch()),
    Error,
    "file is not a database",
  );
  await Deno.remove(made.file);
  assertEquals(await store.append(batch()), "written");
  connection.close();
});

Deno.test("a store that is removed under a running server is begun anew, and the live call goes on in it", async () => {
  for (const what of ["new/calls.kv", "new"]) {
    await using made = await folder();
    const { store, connection, replacements } = storeIn(made.file);
    await store.append(batchOf([0, 1]));
    await Deno.remove(`${made.path}/${what}`, { recursive: true });
    assertEquals(await store.append(batchOf([2, 3])), "written");
    assertEquals(replacements(), 1);
    const { windows, unrecordedWindows } = (await store.find("acme", "s-1"))!
      .channels[0]!;
    assertEquals([windows, unrecordedWindows], [2, 2]);
    connection.close();
    const again = storeIn(made.file);
    assertEquals((await again.store.find("acme", "s-1"))!.state, "live");
    again.connection.close();
  }
});

Deno.test("instances that share a file write side by side, and the later generation stands", async () => {
  await using made = await folder();
  const [one, two] = [storeIn(made.file), storeIn(made.file)];
  const write = async (store: KvStore, name: string, generation: number) => {
    const outcomes = [];
    for (let n = 0; n < 50; n++) {
      const own = callInfo({ sessionId: `${name}-${n}` });
      await store.append(batchOf([0], { call: own }));
      const shared = batchOf([n], { call: callInfo({ generation }) });
      outcomes.push(await store.append(shared));
    }
    return outcomes;
  };
  const [, later] = await Promise.all([
    write(one.store, "one", 0),
    write(two.store, "two", 1),
  ]);
  assertEquals(later, Array.from({ length: 50 }, () => "written" as const));
  const { calls } = await one.store.list({ tenant: "acme", limit: 200 });
  assertEquals(calls.length, 101);
  assertEquals((await one.store.find("acme", "s-1"))!.call.generation, 1);
  assertEquals(await one.store.append(batchOf([60])), "overtaken");
  one.connection.close();
  two.connection.close();
});
