/**
 * Times the stages of the signal path and of the model on one core.
 */
import { parseArgs } from "node:util";
import { loadModel } from "../src/model/load.ts";
import { frontEndStages } from "./_front_end_stages.ts";
import { modelFolder } from "./_model_folder.ts";
import { modelStages } from "./_model_stages.ts";
import { print, runProgram } from "./_program.ts";
import { time, type Timing } from "./_stage.ts";

const USAGE = `
deno task bench [--model NAME] [--json]

  --model   a folder of models/, or a path with a slash (default)
  --json    one JSON object on standard output

For each stage: how many times faster than real time it runs, and the computing
that a second of one channel's audio takes.
`;

const OPTIONS = {
  model: { type: "string", default: "default" },
  json: { type: "boolean", default: false },
} as const;

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const folder = modelFolder(values.model);
  const model = await loadModel(folder);
  const timings: Timing[] = [];
  for (
    const stage of [...frontEndStages(), ...await modelStages(model, folder)]
  ) {
    const timing = await time(stage);
    timings.push(timing);
    if (!values.json) print(tableLine(timing));
  }
  if (!values.json) return;
  const machine = { deno: Deno.version.deno, v8: Deno.version.v8 };
  const date = new Date().toISOString().slice(0, 10);
  print(JSON.stringify({ date, machine, model: model.name, timings }));
});

function tableLine({ stage, timesRealTime, usPerSecond }: Timing): string {
  return stage.padEnd(48) + `${timesRealTime} x`.padStart(10) +
    `${usPerSecond} us/s`.padStart(14);
}
