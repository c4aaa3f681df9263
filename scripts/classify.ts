/**
 * Predicts the emotions of a WAV file without a server, by the very session that
 * serves: the predictions are those of a client that streams it.
 */
import { parseArgs } from "node:util";
import { loadModel } from "../src/model/load.ts";
import { networksOf, networksText } from "../src/model/networks.ts";
import { classifyAudio } from "../src/session/classify_audio.ts";
import { CALL_OPTIONS, parseRoles, readRecording } from "./_call_flags.ts";
import { modelFolder } from "./_model_folder.ts";
import { print, runProgram } from "./_program.ts";
import { predictionLine, summaryLine } from "./_render.ts";

const USAGE = `
deno task classify FILE.wav [--model NAME] [--json]

  --model  a folder of models/, or a path with a slash (default)
  --role   customer, agent or mixed: whose voice the one channel carries (customer)
  --roles  of two channels, in order (customer,agent)
  --json   one prediction a line, and the summary as the last
`;

const OPTIONS = {
  ...CALL_OPTIONS,
  model: { type: "string", default: "default" },
  json: { type: "boolean", default: false },
} as const;

await runProgram(USAGE, async () => {
  const { values, positionals } = parseArgs({
    options: OPTIONS,
    allowPositionals: true,
  });
  const recording = await readRecording(positionals);
  const roles = parseRoles(values, recording.channels.length);
  const model = await loadModel(modelFolder(values.model));
  try {
    const { predictions, summary } = await classifyAudio(
      model,
      recording,
      roles,
    );
    if (values.json) {
      for (const prediction of predictions) print(JSON.stringify(prediction));
      print(JSON.stringify({ type: "summary", summary }));
    } else {
      for (const prediction of predictions) print(predictionLine(prediction));
      print("");
      for (const channel of summary) print(summaryLine(channel));
      const networks = networksText(networksOf(model.card));
      if (networks) print(`by the model ${model.name}: ${networks}`);
    }
  } finally {
    model.dispose();
  }
});
