/**
 * Lets everything go wrong that can, while calls go on, and tells what was lost.
 */
import { parseArgs } from "node:util";
import { encodeSamples } from "../src/audio/sample_encoder.ts";
import type { Prediction } from "../src/client/mod.ts";
import { Random } from "../src/training/random.ts";
import { call, type CallerEnd, complaints } from "./_chaos/caller.ts";
import { CutProxy } from "./_chaos/cut_proxy.ts";
import { TroubledServer, TROUBLES } from "./_chaos/trouble.ts";
import { print, runProgram } from "./_program.ts";
import { toldAlone } from "./_told_alone.ts";
import { vowels } from "./_vowels.ts";
import { wholeNumber } from "./_whole_number.ts";

const USAGE = `
deno task chaos [--calls N] [--seconds S] [--every S] [--seed N] [--json]

  --calls    calls at a time (20)
  --seconds  how long each lasts (120)
  --every    seconds from one trouble to the next (5)
  --seed     the order of troubles, and who is cut off (1)
  --json     one JSON object on standard output

Starts a server and calls it through a wire that can be cut. Again and again
connections are cut, readers stall, the server is told to stop or killed and
another takes its place, its store of records is removed, its clock jumps.
Passes if every call is told of every window, each once and in order, and the
same of each as if nothing had happened, and if the server ends within 5 s
whenever it is told to.
`;

const RATE_HZ = 8_000;

await runProgram(USAGE, async () => {
  const { json, ...plan } = readFlags();
  const say = json ? () => {} : print;
  const { ends, troubles, alone } = await run(plan, say);
  const found = ends.flatMap((end) => complaints(end, alone));
  const sum = {
    ...plan,
    troubles,
    windows: ends.reduce((sum, { predictions }) => sum + predictions.length, 0),
    windowsDue: ends.length * alone.length,
    losses: ends.reduce((sum, { losses }) => sum + losses, 0),
    complaints: found,
  };
  if (json) print(JSON.stringify(sum));
  else {
    print(
      `${sum.windows} windows told of ${sum.windowsDue}, connections lost ${sum.losses} times, ${found.length} complaints`,
    );
  }
  if (found.length > 0) {
    throw new Error(
      `Cannot call nothing lost as every window must be told: ${
        found.slice(0, 5).join("; ")
      }`,
    );
  }
});

interface Plan {
  readonly calls: number;
  readonly seconds: number;
  readonly every: number;
  readonly seed: number;
}

interface Run {
  readonly ends: readonly CallerEnd[];
  /** How often each went wrong. */
  readonly troubles: Readonly<Record<string, number>>;
  /** What the same audio is told when nothing goes wrong. */
  readonly alone: readonly Prediction[];
}

async function run(plan: Plan, say: (line: string) => void): Promise<Run> {
  const { calls, seconds, every, seed } = plan;
  const random = new Random(seed);
  await using proxy = new CutProxy();
  await using server = await TroubledServer.start(proxy, random);
  const voice = vowels(seconds, RATE_HZ);
  const recording = { sampleRateHz: RATE_HZ, channels: [voice] };
  const alone = await toldAlone(proxy.origin, recording);
  const speech = {
    bytes: encodeSamples("pcm_s16le", voice),
    sampleRateHz: RATE_HZ,
  };
  const url = `${proxy.origin.replace("http", "ws")}/v1/stream`;
  let isOver = false;
  const ends = Promise.all(
    Array.from({ length: calls }, (_, i) => call(url, `chaos-${i}`, speech)),
  ).finally(() => isOver = true);
  const troubles: Record<string, number> = {};
  const startMs = performance.now();
  for (let i = 0; !isOver; i++) {
    await new Promise((done) => setTimeout(done, every * 1000));
    if (performance.now() - startMs > (seconds - every) * 1000) break;
    const trouble = TROUBLES[i] ?? random.pick(TROUBLES);
    const atS = Math.round((performance.now() - startMs) / 1000);
    say(`${atS} s: ${await server.suffer(trouble)}`);
    troubles[trouble] = (troubles[trouble] ?? 0) + 1;
  }
  return { ends: await ends, troubles, alone };
}

function readFlags(): Plan & { readonly json: boolean } {
  const { values } = parseArgs({
    options: {
      calls: { type: "string", default: "20" },
      seconds: { type: "string", default: "120" },
      every: { type: "string", default: "5" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
  });
  return {
    calls: wholeNumber("chaos", "calls", values.calls, 1),
    seconds: wholeNumber("chaos", "seconds", values.seconds, 10),
    every: wholeNumber("chaos", "every", values.every, 1),
    seed: wholeNumber("chaos", "seed", values.seed, 0),
    json: values.json,
  };
}
