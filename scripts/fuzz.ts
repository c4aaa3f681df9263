/**
 * Says malformed things to every door of a server, and tells whether it minds.
 */
import { removeRecords } from "./_remove_records.ts";
import { parseArgs } from "node:util";
import {
  type FuzzEnd,
  type FuzzPlan,
  type FuzzTally,
  isFault,
  runFuzz,
} from "./_fuzz/fuzz_run.ts";
import { FUZZ_ENV, FUZZ_RECORDS } from "./_fuzz/server_env.ts";
import { type Testimony, witness } from "./_fuzz/witness.ts";
import { sessionsLeft } from "./_sessions_left.ts";
import { OwnServer } from "./_own_server.ts";
import { print, runProgram } from "./_program.ts";
import { wholeNumber } from "./_whole_number.ts";

const USAGE = `
deno task fuzz [--count N] [--seed N] [--attackers N] [--json]

  --count      messages and requests (100000)
  --seed       the same seed attacks the same way (1)
  --attackers  attacks at a time (16)
  --json       one JSON object on standard output

Starts a server that serves every platform to anybody, attacks all its sockets,
its routes and its bare port, and has a good call go on meanwhile. Passes if no
attack hangs or meets a fault of the server's own, the good call hears what it
would have heard alone, no session is left behind, memory has not grown by more
than a tenth from the second fifth of the time to the last, and the server then
ends as it should.
`;

/** What was seen. */
interface FuzzResult extends FuzzPlan, Omit<FuzzEnd, "tally"> {
  readonly seconds: number;
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The least heap in use in the second fifth of the time, and in the last. */
  readonly heapBytes: readonly [number, number];
  readonly sessionsLeft: number;
  readonly witness: Testimony;
}

/** By how much memory may have grown: what a heap is at any moment varies by as much. */
const MAX_GROWTH = 1.1;

await runProgram(USAGE, async () => {
  const { json, ...plan } = readFlags();
  const server = await OwnServer.start({ env: FUZZ_ENV, isWatched: true });
  const result = await attackServer(server, plan);
  await server.stop();
  await removeRecords(FUZZ_RECORDS);
  if (json) print(JSON.stringify(result));
  else lines(result).forEach(print);
  assertHeld(result);
});

async function attackServer(
  server: OwnServer,
  plan: FuzzPlan,
): Promise<FuzzResult> {
  const { origin } = server;
  const over = new AbortController();
  const witnessed = witness(origin, over.signal);
  const startMs = performance.now();
  const { tally, ...sent } = await runFuzz(origin, plan);
  const endMs = performance.now();
  over.abort();
  const fifthMs = (endMs - startMs) / 5;
  return {
    ...plan,
    ...sent,
    seconds: (endMs - startMs) / 1000,
    outcomes: asObject(tally),
    heapBytes: [
      leastHeap(server, startMs + fifthMs, startMs + 2 * fifthMs),
      leastHeap(server, endMs - fifthMs, endMs),
    ],
    witness: await witnessed,
    sessionsLeft: await sessionsLeft(origin),
  };
}

/** The least that was seen in a while: most garbage was gone. */
function leastHeap(
  { usages }: OwnServer,
  fromMs: number,
  untilMs: number,
): number {
  const seen = usages.filter(({ heardMs }) =>
    heardMs >= fromMs && heardMs < untilMs
  );
  return Math.min(...seen.map(({ heapBytes }) => heapBytes));
}

function asObject(tally: FuzzTally): FuzzResult["outcomes"] {
  return Object.fromEntries(
    [...tally].map(([target, counts]) => [target, Object.fromEntries(counts)]),
  );
}

function lines(result: FuzzResult): string[] {
  const { messages, attacks, seconds, outcomes, heapBytes, witness } = result;
  const [before, after] = heapBytes.map((bytes) => (bytes / 1e6).toFixed(1));
  return [
    `${messages} messages and requests in ${attacks} attacks, ${
      seconds.toFixed(0)
    } s`,
    ...Object.entries(outcomes).sort().map(([target, counts]) =>
      `${target.padEnd(15)} ${
        Object.entries(counts).sort().map(([name, n]) => `${name}: ${n}`)
          .join(", ")
      }`
    ),
    `heap in use ${before} MB in the second fifth of the time, ${after} MB in the last; sessions left: ${result.sessionsLeft}`,
    `the good call had ${witness.predictions} predictions, ${witness.complaints.length} complaints`,
  ];
}

function assertHeld(
  { outcomes, heapBytes: [before, after], sessionsLeft, witness }: FuzzResult,
): void {
  const faults = [
    ...Object.entries(outcomes).flatMap(([target, counts]) =>
      Object.keys(counts).filter(isFault).map((name) => `${target}: ${name}`)
    ),
    ...witness.complaints,
    ...sessionsLeft > 0 ? [`${sessionsLeft} sessions are left`] : [],
    ...after > before * MAX_GROWTH ? ["memory has grown"] : [],
  ];
  if (faults.length === 0) return;
  throw new Error(
    `Cannot call the server sound as it must bear all that: ${
      faults.join("; ")
    }`,
  );
}

function readFlags(): FuzzPlan & { readonly json: boolean } {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      attackers: { type: "string", default: "16" },
      json: { type: "boolean", default: false },
    },
  });
  return {
    count: wholeNumber("fuzz", "count", values.count, 10),
    seed: wholeNumber("fuzz", "seed", values.seed, 0),
    attackers: wholeNumber("fuzz", "attackers", values.attackers, 1),
    json: values.json,
  };
}
