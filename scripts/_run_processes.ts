/**
 * Runs of a cross-validation as processes of their own, some at a time: a
 * training keeps one core busy and knows nothing of the others.
 *
 * @module
 */
import {
  type PlannedRun,
  seedsOf,
} from "../src/training/cross_validation_plan.ts";
import type { RunEvent } from "../src/training/cross_validation_run.ts";
import { linesOf } from "./_lines_of.ts";
import { print } from "./_program.ts";

/** Hears of a run's progress. */
export type OnRunEvent = (run: PlannedRun, event: RunEvent) => void;

/** Names one run among those of a plan, `F0:2`, or `F0:2+0` of several networks. */
export function runName(run: PlannedRun): string {
  return `${run.fold}:${seedsOf(run).join("+")}`;
}

/**
 * Makes runs, each in a process of this same program.
 *
 * @param flags The program's; `--run` is added.
 * @param jobs The most processes at a time.
 * @throws {Error} What the first process says that fails; the others are ended.
 */
export async function makeRuns(
  runs: readonly PlannedRun[],
  flags: readonly string[],
  jobs: number,
  onEvent: OnRunEvent,
): Promise<void> {
  const waiting = [...runs];
  const stop = new AbortController();
  const workers = Array.from({ length: jobs }, async () => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      await makeRun(run, flags, onEvent, stop.signal);
    }
  });
  try {
    await Promise.all(workers);
  } catch (error) {
    waiting.length = 0;
    stop.abort();
    await Promise.allSettled(workers);
    throw error;
  }
}

/** What the task grants, less the right to start processes. */
const PERMISSIONS = [
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys",
];

async function makeRun(
  run: PlannedRun,
  flags: readonly string[],
  onEvent: OnRunEvent,
  signal: AbortSignal,
): Promise<void> {
  const name = runName(run);
  const args = ["run", ...PERMISSIONS, Deno.mainModule, ...flags];
  await using process = new Deno.Command("deno", {
    args: [...args, "--run", name],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).spawn();
  const errors = new Response(process.stderr).text();
  for await (const line of linesOf(process.stdout)) {
    onEvent(run, JSON.parse(line));
  }
  const { success } = await process.status;
  if (success) return;
  const reason = (await errors).trim().split("\n").at(-1);
  throw new Error(`Cannot finish run ${name}: ${reason || "it was ended"}`);
}

/**
 * The other end: tells the parent process what happens, a line each, and ends
 * with it; a parent that is killed leaves nobody behind.
 */
export async function reportRun(
  events: AsyncIterable<RunEvent>,
): Promise<void> {
  Deno.stdin.readable.pipeTo(new WritableStream())
    .then(() => Deno.exit(1), () => {});
  try {
    for await (const event of events) print(JSON.stringify(event));
  } finally {
    Deno.stdin.close();
  }
}
