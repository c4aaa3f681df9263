/**
 * The lock of the programs that a newcomer starts: with it Deno fetches what they
 * import, a sixth of all that the project's own lock holds.
 */
import { assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };

const ROOT = new URL("../", import.meta.url);
const LOCK = "deploy/start.lock";

interface Lock {
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

/** A package's contents; behind its version stands what it was resolved with. */
function contents([name, { integrity }]: [string, { integrity: string }]) {
  return `${name.replace(/(?<=.)_.*$/, "")} ${integrity}`;
}

async function read(path: string): Promise<Lock> {
  return JSON.parse(await Deno.readTextFile(new URL(path, ROOT)));
}

Deno.test("the start lock has the very packages of the whole lock", async () => {
  const { npm } = await read("deno.lock");
  const whole = new Set(Object.entries(npm).map(contents));
  const started = Object.entries((await read(LOCK)).npm).map(contents);
  assertEquals(started.filter((one) => !whole.has(one)), []);
});

Deno.test("the start lock has all that its programs import, and is as deno.json says", async () => {
  const programs = Object.values(config.tasks).map(({ command }) => command)
    .filter((command) => command.includes(`--lock=${LOCK}`))
    .map((command) => command.split(" ").at(-1)!);
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--frozen", `--lock=${LOCK}`, ...WORKERS, ...programs],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
});

/** Loaded by their names. */
const WORKERS = ["src/model/workers/worker.ts", "src/model/threads/worker.ts"];
