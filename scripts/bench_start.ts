/**
 * Times a server from the start of its process to ready, and to its first prediction.
 */
import { parseArgs } from "node:util";
import { openStream } from "../src/client/mod.ts";
import { createEndlessCall } from "./_load_audio.ts";
import { thisMachine } from "./_machine.ts";
import { OwnServer } from "./_own_server.ts";
import { print, runProgram } from "./_program.ts";
import { median } from "./_stage.ts";
import { vowels } from "./_vowels.ts";
import { wholeNumber } from "./_whole_number.ts";

const USAGE = `
deno task bench:start [--runs N] [--model NAME] [--json]

  --runs    starts of which the median is told, after one that does not count (7)
  --model   a folder of models/, or a path with a slash (default)
  --json    one JSON object on standard output

Ready is the time from the start of the process, as deno task start would, to
the first 200 of GET /readyz. First prediction is the time from there to the
first prediction of a caller who dials then and has two seconds of speech to
say at once.
`;

const OPTIONS = {
  runs: { type: "string", default: "7" },
  model: { type: "string", default: "default" },
  json: { type: "boolean", default: false },
} as const;

/** One start. */
interface Start {
  readonly readyMs: number;
  readonly firstPredictionMs: number;
}

const RATE_HZ = 16_000;

/** Enough for the first window of any stride. */
const CALL = createEndlessCall(
  { sampleRateHz: RATE_HZ, channels: [vowels(2, RATE_HZ)] },
  ["mixed"],
  { encoding: "pcm_s16le", chunkMs: 2_000 },
);

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const runs = wholeNumber("time starts", "runs", values.runs, 1);
  await timeStart(values.model); // whose files the machine may have to fetch first
  const starts: Start[] = [];
  for (let run = 0; run < runs; run++) {
    starts.push(await timeStart(values.model));
  }
  const readyMs = starts.map((start) => start.readyMs);
  const firstPredictionMs = starts.map((start) => start.firstPredictionMs);
  if (values.json) {
    return print(JSON.stringify({
      date: new Date().toISOString(),
      machine: thisMachine(),
      model: values.model,
      readyMs: median(readyMs),
      firstPredictionMs: median(firstPredictionMs),
      starts,
    }));
  }
  print(textLine("process start to ready", readyMs));
  print(textLine("ready to first prediction", firstPredictionMs));
});

async function timeStart(model: string): Promise<Start> {
  const startMs = performance.now();
  const server = await OwnServer.start({ model });
  try {
    const readyMs = performance.now();
    const answeredMs = await firstPrediction(server.streamUrl);
    return {
      readyMs: round(readyMs - startMs),
      firstPredictionMs: round(answeredMs - readyMs),
    };
  } finally {
    await server.stop();
  }
}

/** When the first prediction came, to a caller who says all at once. */
async function firstPrediction(streamUrl: string): Promise<number> {
  let answeredMs: number | undefined;
  const { encoding, sampleRateHz } = CALL.open;
  const stream = await openStream(streamUrl, {
    encoding,
    sampleRateHz,
    roles: ["mixed"],
    resume: false,
    onPrediction: () => answeredMs ??= performance.now(),
  });
  for (const chunk of CALL.chunks) stream.send(chunk);
  await stream.close();
  if (answeredMs !== undefined) return answeredMs;
  throw new Error("Cannot time a start as a prediction must come: none did");
}

function textLine(name: string, runsMs: readonly number[]): string {
  const [least, most] = [Math.min(...runsMs), Math.max(...runsMs)];
  return `${name.padEnd(28)}${
    median(runsMs)
  } ms   (${least} to ${most} in ${runsMs.length} starts)`;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
