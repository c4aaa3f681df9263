/** Records when a disk is full, a file is removed, or the process is killed: with real processes and files. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath, pathToFileURL } from "node:url";
import { KvStore } from "../../../src/results/records/kv_store.ts";
import { openKv } from "../../../src/results/records/open_kv.ts";
import { all, batchOf, callInfo, connectionTo, DAY_MS } from "./_records.ts";

const PROGRAM = new URL("_recording_process.ts", import.meta.url);

/** A process that records, and is gone at the end of its scope with all it has written. */
async function recording(shell = 'exec "$@"') {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/calls.kv`;
  const child = new Deno.Command("bash", {
    args: [
      "-c",
      shell,
      "bash",
      Deno.execPath(),
      "run",
      "--quiet",
      "--allow-all",
      fileURLToPath(PROGRAM),
      path,
    ],
    cwd: fileURLToPath(new URL("../../../", import.meta.url)),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const orders = child.stdin.getWriter();
  const said = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const order = async (text: string) => {
    await orders.write(new TextEncoder().encode(`${text}\n`));
    const { value, done } = await said.read();
    assert(!done, "the process has ended");
    return JSON.parse(value);
  };
  return {
    path,
    pid: child.pid,
    order,
    /** Repeats an order until something is so. */
    async until(
      isSo: (status: Status) => boolean,
      text = "hear 20",
    ): Promise<Status> {
      for (let turn = 0; turn < 500; turn++) {
        const status = await order(text);
        if (isSo(status)) return status;
      }
      throw new Error(
        `it never was so: ${JSON.stringify(await order("status"))}`,
      );
    },
    async kill() {
      child.kill("SIGKILL");
      await child.status;
    },
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch { /* it has ended */ }
      await child.status;
      await said.cancel();
      await orders.close().catch(() => {});
      await Deno.remove(folder, { recursive: true });
    },
  };
}

interface Status {
  readonly heard: number;
  readonly state: string;
  readonly waitingBytes: number;
  readonly failedWrites: number;
  readonly lostCalls: number;
  readonly lostWindows: number;
  readonly replacedStores: number;
  readonly fault?: string;
}

function storeIn(path: string, wallMs: () => number) {
  const { connection } = connectionTo(() => openKv(pathToFileURL(path)));
  const store = new KvStore({ connection, keptMs: 30 * DAY_MS, wallMs });
  return { store, close: () => connection.close() };
}

Deno.test("a full disk is told, costs nothing that can wait, and ends when there is room", async () => {
  // Files of at most 300 KiB; without the trap the kernel would end the process.
  await using process = await recording(
    'trap "" XFSZ; ulimit -S -f 300; exec "$@"',
  );
  const full = await process.until(({ state }) => state === "failing");
  assertStringIncludes(full.fault!, "disk");
  const later = await process.until(({ failedWrites }) => failedWrites > 20);
  assert(later.waitingBytes > 0);
  const { success } = await new Deno.Command("prlimit", {
    args: ["--pid", `${process.pid}`, "--fsize=unlimited"],
  }).output();
  assert(success);
  const well = await process.until(({ state }) => state === "on");
  assertEquals([well.lostCalls, well.lostWindows], [0, 0]);
});

Deno.test("a file that is removed under a running process is begun anew, which is told", async () => {
  await using process = await recording();
  const isWritten = ({ waitingBytes }: Status) => waitingBytes === 0;
  await process.order("hear 20");
  await process.until(isWritten, "status");
  await Deno.remove(process.path);
  const isReplaced = ({ replacedStores }: Status) => replacedStores === 1;
  const { lostCalls, state } = await process.until(isReplaced);
  assertEquals([lostCalls, state], [0, "on"]);
  await process.until(isWritten, "status");
  await Deno.stat(process.path);
});

Deno.test("kill -9 while it writes leaves a whole store, in which no call lives for ever", async () => {
  for (let round = 0; round < 5; round++) {
    await using process = await recording();
    await process.order("hear 20");
    await process.until(({ waitingBytes }) => waitingBytes === 0, "status");
    for (let turn = 0; turn < 3 + round; turn++) await process.order("hear 50");
    await process.kill();

    let nowMs = Date.now();
    const { store, close } = storeIn(process.path, () => nowMs);
    const { calls } = await store.list({ tenant: "acme", limit: 20 });
    assertEquals(calls.length, 10);
    for (const stored of calls) {
      const windows = (await all(store.windows(stored, 0))).flat();
      const { nextIndex, unrecordedWindows } = stored.channels[0]!;
      assertEquals(
        windows.map(({ index }) => index),
        Array.from({ length: nextIndex }, (_, index) => index),
      );
      assertEquals(unrecordedWindows, 0);
    }
    nowMs += 100_000;
    assertEquals(await store.sweep(), { lostCalls: 10, expiredCalls: 0 });
    const again = await store.append(
      batchOf([5_000], { call: callInfo({ sessionId: "s-0", generation: 1 }) }),
    );
    assertEquals(again, "written");
    close();
  }
});
