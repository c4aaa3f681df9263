/**
 * Times the stages of the signal path and of the model on one core.
 */
import { parseArgs } from "node:util";
import { loadModel } from "../src/model/load.ts";
import { startThreadedBackend } from "../src/model/threads/threaded_backend.ts";
import { frontEndStages } from "./_front_end_stages.ts";
import { thisMachine } from "./_machine.ts";
import { modelFolder } from "./_model_folder.ts";
import { modelStages } from "./_model_stages.ts";
import { print, runProgram, warn } from "./_program.ts";
import { time, type Timing } from "./_stage.ts";
import { wholeNumber } from "./_whole_number.ts";

const USAGE = `
deno task bench [--model NAME] [--threads N] [--json]

  --model    a folder of models/, or a path with a slash (default)
  --threads  that share the products of a batch (1)
  --json     one JSON object on standard output

For each stage: how many times faster than real time it runs, and the computing
that a second of one channel's audio takes.
`;

const OPTIONS = {
  model: { type: "string", default: "default" },
  threads: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const folder = modelFolder(values.model);
  const asked = wholeNumber("bench", "threads", values.threads, 1);
  const threads = await startThreadedBackend(asked);
  if (threads.fault) warn(`computes on one thread: ${threads.fault}`);
  const model = await loadModel(folder);
  const timings: Timing[] = [];
  if (!values.json) print(machineLine(threads.threadCount));
  for (
    const stage of [...frontEndStages(), ...await modelStages(model, folder)]
  ) {
    const timing = await time(stage);
    timings.push(timing);
    if (!values.json) print(tableLine(timing));
  }
  threads.close();
  if (!values.json) return;
  const date = new Date().toISOString().slice(0, 10);
  const told = { date, machine: thisMachine(), model: model.name };
  print(JSON.stringify({ ...told, threads: threads.threadCount, timings }));
});

function machineLine(threadCount: number): string {
  const { cpu, cores, deno } = thisMachine();
  return `${cpu}, ${cores} cores, Deno ${deno}; threads: ${threadCount}`;
}

function tableLine({ stage, timesRealTime, usPerSecond }: Timing): string {
  return stage.padEnd(54) + `${timesRealTime} x`.padStart(10) +
    `${usPerSecond} us/s`.padStart(14);
}
