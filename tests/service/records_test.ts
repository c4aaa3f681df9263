import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import { SILENT_LOG } from "../../src/log/log.ts";
import { CLOCK } from "../../src/results/records/clock.ts";
import { startRecords } from "../../src/service/records.ts";
import {
  all,
  callInfo,
  prediction,
  told,
} from "../results/records/_records.ts";

const CALL = told(callInfo({ startedAtMs: Date.now() }));

/** Settings of a store in a folder that is gone at the end of the scope. */
async function settings(path = "calls.kv") {
  const folder = await Deno.makeTempDir();
  return {
    settings: {
      isOn: true,
      file: pathToFileURL(`${folder}/${path}`),
      days: 30,
    },
    folder,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

Deno.test("startRecords() records nothing when it is off, and touches no file", async () => {
  await using made = await settings();
  const records = startRecords({ ...made.settings, isOn: false }, SILENT_LOG);
  assertEquals([records.store, records.listener], [undefined, undefined]);
  assertEquals(records.status(), { state: "off" });
  await records.stop();
  assertEquals(await all(Deno.readDir(made.folder)), []);
});

Deno.test("startRecords() writes what it heard before it stops, for the next server to read", async () => {
  await using made = await settings();
  const first = startRecords(made.settings, SILENT_LOG);
  first.listener!.heard(CALL.started(), "");
  first.listener!.heard(CALL.predicted(prediction(0)), "");
  first.listener!.heard(CALL.ended(), "");
  await first.stop();
  const second = startRecords(made.settings, SILENT_LOG);
  const stored = await second.store!.find("acme", "s-1");
  assertEquals([stored!.state, stored!.channels[0]!.windows], ["ended", 1]);
  await second.stop();
});

Deno.test("startRecords() says that it cannot write, and hears calls all the same", async () => {
  await using made = await settings("a file/calls.kv");
  await Deno.writeTextFile(`${made.folder}/a file`, "in the way");
  const failing = Promise.withResolvers<string>();
  const log = {
    ...SILENT_LOG,
    error: (_event: string, fields?: { message?: string }) =>
      failing.resolve(fields!.message!),
  };
  const records = startRecords(made.settings, log);
  records.listener!.heard(CALL.started(), "");
  assertStringIncludes(await failing.promise, "cannot write its records");
  const status = records.status();
  assertEquals(status.state, "failing");
  assert(!JSON.stringify(status).includes("a file"), JSON.stringify(status));
  await records.stop();
});

Deno.test("startRecords() says that there is no store before anything is to be written", async () => {
  await using made = await settings("a file/calls.kv");
  await Deno.writeTextFile(`${made.folder}/a file`, "in the way");
  const swept = Promise.withResolvers<void>();
  const log = { ...SILENT_LOG, warn: () => swept.resolve() };
  const records = startRecords(made.settings, log);
  await swept.promise;
  assertEquals(records.status().state, "failing");
  await records.stop();
});

Deno.test("startRecords() sweeps at its start: calls whose server died are lost", async () => {
  await using made = await settings();
  const first = startRecords(made.settings, SILENT_LOG);
  first.listener!.heard(CALL.started(), "");
  await first.stop();
  const swept = Promise.withResolvers<unknown>();
  const log = {
    ...SILENT_LOG,
    debug: (_event: string, fields?: object) => swept.resolve(fields),
  };
  const later = { ...CLOCK, wallMs: () => Date.now() + 100_000 };
  const second = startRecords(made.settings, log, later);
  assertEquals(await swept.promise, { lostCalls: 1, expiredCalls: 0 });
  assertEquals((await second.store!.find("acme", "s-1"))!.state, "lost");
  await second.stop();
});
