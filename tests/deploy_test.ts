/**
 * The server under what Deno Deploy is documented to be (August 2026): Deno 2.5,
 * `--allow-all` and no other flag, no workers, 768 MB, SIGINT and 5 s.
 *
 * What it is not: Deno Deploy. The memory is read and not capped, as no cap short of
 * a container's fits a runtime that reserves 50 GB of addresses; the heap of V8 is
 * held to what such a host would leave it.
 */
import { assert, assertEquals } from "@std/assert";
import type { Prediction } from "../src/protocol/native/messages.ts";
import { startProgram } from "./_program.ts";
import { call, OPEN } from "./server/_server.ts";
import { pcm16, speechLike } from "./session/_signals.ts";

/** What Deno Deploy says that it runs. */
const DENO_OF_DEPLOY = "deno@2.5.0";
const MAX_MEMORY_BYTES = 768 * 1_048_576;
const STOP_MS = 5_000;

/** Deno Deploy sets the first; the second tells Deno where to listen, whatever the program says. */
const DEPLOY = {
  DENO_DEPLOY: "true",
  DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0",
  DENO_V8_FLAGS: "--max-old-space-size=384",
  ALLOW_ANONYMOUS: "1",
  // The managed service of Deno KV is not to be had here, and its file must not be left behind.
  RECORDS: "off",
  THREADS: "2",
  ENGINE_WORKERS: "1",
};

/** Where npm has put the executable. */
async function denoOfDeploy(): Promise<string> {
  const { stdout } = await new Deno.Command("npx", {
    args: ["-y", DENO_OF_DEPLOY, "eval", "console.log(Deno.execPath())"],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

const RECORDING = new Uint8Array(pcm16(speechLike(5)));

async function predictionsOf(wsUrl: string): Promise<readonly Prediction[]> {
  const { messages, code } = await call(`${wsUrl}/v1/stream`, [RECORDING]);
  assertEquals([messages.at(-1)!.type, code], ["closed", 1000]);
  return messages.filter((message) => message.type === "prediction");
}

/** The most memory that a process has had in RAM so far. */
function peakBytes(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const [, kilobytes] = /VmHWM:\s*(\d+) kB/.exec(status)!;
  return 1024 * Number(kilobytes);
}

/** A call that has begun, and how its socket closes. */
async function openCall(wsUrl: string) {
  const socket = new WebSocket(`${wsUrl}/v1/stream`);
  const opened = Promise.withResolvers<void>();
  const said: string[] = [];
  const closed = new Promise<number>((resolve) =>
    socket.onclose = ({ code }) => resolve(code)
  );
  socket.onmessage = ({ data }) => {
    said.push(JSON.parse(data).type);
    opened.resolve();
  };
  socket.onopen = () => socket.send(OPEN);
  await opened.promise;
  return { said, closed };
}

Deno.test("Deno Deploy's Deno serves calls without workers and flags in 768 MB, and ends in 5 s", async () => {
  const program = await startProgram(DEPLOY, {
    deno: [await denoOfDeploy()],
    entry: "tests/_without_workers.ts",
  });
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => predictionsOf(program.wsUrl)),
  );
  assert(answers[0]!.length >= 9);
  for (const answer of answers) assertEquals(answer.length, answers[0]!.length);

  const ready = await (await fetch(`${program.httpUrl}/readyz`)).json();
  assertEquals([ready.status, ready.notes], [
    "ready",
    ["fewer_threads", "fewer_workers"],
  ]);
  const peak = peakBytes(program.pid);
  assert(peak < MAX_MEMORY_BYTES, `${peak} bytes at the most`);

  const { said, closed } = await openCall(program.wsUrl);
  const startMs = performance.now();
  assertEquals(await program.stop("SIGINT"), 0);
  const tookMs = performance.now() - startMs;
  assert(tookMs < STOP_MS, `${tookMs} ms`);
  assertEquals([said.at(-1), await closed], ["closed", 1001]);
});

Deno.test("a server that may write nothing serves calls, and says that it keeps no records", async () => {
  const program = await startProgram(
    { RECORDS_PATH: "data/never.kv" },
    { flags: ["--allow-all", "--deny-write"] },
  );
  assert((await predictionsOf(program.wsUrl)).length >= 9);
  const ready = await (await fetch(`${program.httpUrl}/readyz`)).json();
  assertEquals(ready.status, "ready");
  assert(ready.notes.includes("records_failing"), ready.notes);
  assertEquals(await program.stop(), 0);
});
