/** What `deno task start` lets the server do is all that it needs, and of names no more. */
import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import { taskWords } from "../scripts/_task_words.ts";
import { startProgram } from "./_program.ts";
import { TestRedis } from "./results/redis/_redis.ts";
import { call } from "./server/_server.ts";
import { pcm16, speechLike } from "./session/_signals.ts";

const ROOT = new URL("../", import.meta.url);

const START = taskWords(config.tasks.start.command);
const FLAGS = START.filter((word) => word.startsWith("--"));

/** The variables that it may read; a star stands for the rest of a name. */
const PATTERNS = FLAGS.find((flag) => flag.startsWith("--allow-env="))!
  .slice("--allow-env=".length).split(",");

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*")
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern;
}

const DOCUMENTED = [
  ...Deno.readTextFileSync(new URL("docs/configuration.md", ROOT))
    .matchAll(/^\| `([A-Z_]+)`/gm),
].map(([, name]) => name!);

/** Set by a host or by Deno, and read all the same. */
const NOT_OURS = ["DENO_DEPLOY", "OTEL_DENO"];

const MAX_ASKED = 1_000;

Deno.test("deno task start may read every documented variable, and no names but such", () => {
  const names = [...DOCUMENTED, ...NOT_OURS];
  assert(DOCUMENTED.length > 40);
  assertEquals(
    names.filter((name) => !PATTERNS.some((it) => matches(it, name))),
    [],
  );
  assertEquals(
    PATTERNS.filter((it) => !names.some((name) => matches(it, name))),
    [],
  );
});

Deno.test("deno task start may not start programs, load libraries, import from afar or write but below data", () => {
  assertEquals(FLAGS.map((flag) => flag.split("=")[0]).sort(), [
    "--allow-env",
    "--allow-net",
    "--allow-read",
    "--allow-sys",
    "--allow-write",
    "--no-remote",
    "--v8-flags",
  ]);
  assert(FLAGS.includes("--allow-write=data"));
  assert(FLAGS.includes("--allow-sys=cpus"));
  assert(FLAGS.includes("--no-remote"));
});

Deno.test("deno task dev may do what deno task start may", () => {
  const dev = taskWords(config.tasks.dev.command).filter((word) =>
    word !== "--watch"
  );
  assertEquals(dev, START);
});

/** What `/readyz` says in the end: Redis may answer after the first call. */
async function untilNothingIsAmiss(httpUrl: string) {
  for (let asked = 1;; asked++) {
    const ready = await (await fetch(`${httpUrl}/readyz`)).json();
    if (ready.notes.length === 0 || asked === MAX_ASKED) return ready;
  }
}

Deno.test("a server with workers, threads, records, Redis and a webhook lacks no permission of deno task start", async () => {
  await using redis = await TestRedis.start();
  const cwd = await Deno.makeTempDir();
  const program = await startProgram({
    ALLOW_ANONYMOUS: "1",
    MODEL: "light",
    THREADS: "2",
    ENGINE_WORKERS: "2",
    REDIS_URL: redis.url,
    // Nobody listens there: that it is tried is enough.
    WEBHOOK_URL: "http://127.0.0.1:9/",
    WEBHOOK_SECRET: `whsec_${btoa("x".repeat(24))}`,
  }, {
    flags: FLAGS,
    entry: new URL("main.ts", ROOT).pathname,
    cwd,
  });
  const recording = new Uint8Array(pcm16(speechLike(5)));
  const { messages, code } = await call(`${program.wsUrl}/v1/stream`, [
    recording,
  ]);
  assertEquals([messages.at(-1)!.type, code], ["closed", 1000]);
  const { status, notes } = await untilNothingIsAmiss(program.httpUrl);
  assertEquals([status, notes], ["ready", []]);
  assertEquals(await program.stop(), 0);
  assert(!program.said().includes("Requires"), program.said());
  await Deno.remove(cwd, { recursive: true });
});
