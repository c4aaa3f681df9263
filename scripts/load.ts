/**
 * Puts live calls on a server and tells how it bears them.
 */
import { withoutKey } from "./_key.ts";
import { type LoadFlags, readCall, readFlags } from "./_load_flags.ts";
import { loadLines, TRIAL_HEAD, trialLine } from "./_load_lines.ts";
import { type LoadResult, MAX_LATENESS_MS } from "./_load_result.ts";
import { searchLimit, tryLoad } from "./_load_trial.ts";
import { thisMachine } from "./_machine.ts";
import { pinSelf } from "./_pin.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task load [--sessions N] [--duration S] [--find-limit] [--json]

  --sessions    live calls at a time (100); with --find-limit, where it begins
  --duration    seconds to measure (30)
  --ramp        seconds over which they come (5)
  --settle      seconds for the first alone, and for all before it counts (4)
  --in-step     all windows fall due together, which is the worst case
  --churn S     calls last about S seconds, then others come; a third hang up
                without a word
  --find-limit  the most sessions with p99 below 250 ms, nothing skipped and
                nobody lost
  --url         the server (http://127.0.0.1:8000); without it one is started, as
                deno task start does
  --key         the key to call with (UNDERTONE_KEY)
  --pin S,G     the cores that the server and this program keep to (Linux)
  --file        a WAV file to say over and over (a voice made here)
  --encoding    pcm_s16le, pcm_f32le, mulaw, alaw (mulaw)
  --rate        Hz (8000; that of the file)
  --chunk-ms    audio in one message (20)
  --json        one JSON object on standard output

Latency is the time from a window's last sample being sent to its prediction
received. Event loop is the round trip of GET /healthz every 100 ms: never less
than the loop's delay. Windows of different calls fall due evenly over the
stride. If this program itself sends late, its figures are worth nothing: it
says so, and its exit code is 1.
`;

await runProgram(USAGE, async () => {
  const flags = readFlags(Deno.args);
  const call = await readCall(flags);
  if (flags.pins) await pinSelf(flags.pins.generator);
  const load = (sessions: number) => tryLoad(sessions, flags, call);
  if (flags.findsLimit) await tellLimit(flags, load);
  else await tellLoad(flags, load);
});

type Load = (sessions: number) => Promise<LoadResult>;

async function tellLoad({ shape, json }: LoadFlags, load: Load): Promise<void> {
  const result = await load(shape.sessions);
  if (json) printJson(result);
  else loadLines(result).forEach(print);
  assertValid(result);
}

async function tellLimit(
  { shape, json }: LoadFlags,
  load: Load,
): Promise<void> {
  if (!json) print(TRIAL_HEAD);
  const { limit, isKnown, best, trials } = await searchLimit(
    shape.sessions,
    load,
    (trial) => json || print(trialLine(trial)),
  );
  if (json) printJson({ ...best, isValid: isKnown, limit, trials });
  else {
    print(`\nlimit: ${isKnown ? "" : "at least "}${limit} sessions\n`);
    loadLines(best).forEach(print);
  }
  if (!isKnown) assertValid(trials.at(-1)!);
}

function printJson(result: object): void {
  print(JSON.stringify({
    date: new Date().toISOString(),
    command: ["deno task load", ...withoutKey(Deno.args)].join(" "),
    machine: thisMachine(),
    ...result,
  }));
}

function assertValid({ isValid, generator }: LoadResult): void {
  if (isValid) return;
  throw new Error(
    `Cannot trust these figures as 99 of 100 chunks must leave within ${MAX_LATENESS_MS} ms of their time: current value is ${generator.latenessMs?.p99} ms`,
  );
}
