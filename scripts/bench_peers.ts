/**
 * Times a stride of a channel beside other runtimes, with the same weights on
 * the same audio, by turns in one run.
 */
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { readModel } from "../src/model/read_model.ts";
import { startWasmBackend } from "../src/model/wasm_backend.ts";
import { readRecording } from "./_call_flags.ts";
import { thisMachine } from "./_machine.ts";
import { modelFolder } from "./_model_folder.ts";
import { comparisonText } from "./_peers/comparison_text.ts";
import { checkAnswers } from "./_peers/contender.ts";
import { createMaterial, type Material } from "./_peers/material.ts";
import { writeMaterial } from "./_peers/material_folder.ts";
import { openPeers } from "./_peers/open_peers.ts";
import { Ours, STREAMING } from "./_peers/ours.ts";
import { compare, type Comparison } from "./_peers/rounds.ts";
import { print, runProgram } from "./_program.ts";
import { wholeNumber } from "./_whole_number.ts";

const USAGE = `
deno task bench:peers [--model NAME] [--file FILE.wav] [--python PATH]
                      [--rounds N] [--json]

  --model   a folder of models/, or a path with a slash (default)
  --file    a recording of 4 s or more; its first channel is heard (a voice made here)
  --python  an interpreter with PyTorch and torchaudio (python3); on Debian:
            apt-get install python3-torch python3-torchaudio libopenblas0-pthread
            What it lacks is left out, and said to be.
  --rounds  turns of each (9)
  --json    one JSON object as the last line of standard output

Every 480 ms a window of 3 s is scored, on one thread: by us as a stream and as
a whole, by tf.layers on tfjs' WASM backend, by onnxruntime-node (fetched when
first run, some 110 MB) and by PyTorch. The model is exported to ONNX for this.
Answers that differ by more than 0.0001 end the run before anything is timed.
`;

const OPTIONS = {
  model: { type: "string", default: "default" },
  file: { type: "string" },
  python: { type: "string", default: "python3" },
  rounds: { type: "string", default: "9" },
  json: { type: "boolean", default: false },
} as const;

/** What was compared, beside the figures. */
interface Run {
  readonly comparisons: readonly Comparison[];
  /** By contender. */
  readonly largestDifference: Readonly<Record<string, number>>;
  readonly versions: readonly string[];
  readonly notMeasured: readonly string[];
}

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const roundCount = wholeNumber("compare", "rounds", values.rounds, 1);
  const model = await readModel(modelFolder(values.model));
  const recording = values.file
    ? await readRecording([values.file])
    : undefined;
  const material = createMaterial(model.card, recording);
  const run = await compareOn(material, model, values.python, roundCount);
  for (const reason of run.notMeasured) print(reason);
  for (const line of comparisonText(run.comparisons, STREAMING)) print(line);
  if (!values.json) return;
  print(JSON.stringify({
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    model: model.card.name,
    weightsSha256: model.card.weights.sha256,
    windows: material.windowCount,
    rounds: roundCount,
    ...run,
  }));
});

async function compareOn(
  material: Material,
  { card, weights }: Awaited<ReturnType<typeof readModel>>,
  python: string,
  roundCount: number,
): Promise<Run> {
  await using cleanUp = new AsyncDisposableStack();
  const path = await Deno.makeTempDir();
  cleanUp.defer(() => Deno.remove(path, { recursive: true }));
  const folder = pathToFileURL(`${path}/`);
  await writeMaterial(folder, card, weights, material);
  await startWasmBackend();
  const ours = cleanUp.use(new Ours(card, weights, material));
  print("starting the peers");
  const peers = cleanUp.use(await openPeers(folder, python));
  const contenders = [...ours.contenders(), ...peers.contenders];
  print("comparing answers");
  const expected = ours.expected();
  const largestDifference: Record<string, number> = {};
  for (const contender of contenders) {
    const difference = await checkAnswers(contender, expected);
    largestDifference[contender.name] = difference;
    print(`  ${contender.name}: within ${difference.toExponential(1)}`);
  }
  print(`timing, ${roundCount} rounds\n`);
  const comparisons = await compare(contenders, STREAMING, roundCount);
  const { versions, notMeasured } = peers;
  return { comparisons, largestDifference, versions, notMeasured };
}
