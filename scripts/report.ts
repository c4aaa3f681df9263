/**
 * Draws what is known of a model: a report with every picture, the pictures one
 * by one, and the page of its card. Every figure comes from the files in the
 * model's folder.
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildReport } from "../src/report/build.ts";
import { withFigures } from "../src/report/figures_block.ts";
import { type ModelFiles, readModelFiles } from "../src/report/model_files.ts";
import { writeAtomically } from "../src/training/write_atomically.ts";
import { modelFolder } from "./_model_folder.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task report --model NAME [--models DIR]

  --model   a folder of models/, or a path with a slash (default)
  --models  folder of the models, if it is another

  Reads card.json and, where they are there, history.json (written by train),
  evaluation.json (printed by evaluate --condition all --json) and
  cross_validation.json (results.json of cross-validate). Writes report.html,
  pictures/*.svg, README.md (the page of the card) and model_card.json (the same
  for programs) beside them. What is not
  known is left out, and said to be. For the model default the figures in this
  project's README are written too.
`;

const OPTIONS = {
  model: { type: "string", default: "default" },
  models: { type: "string" },
} as const;

const PROJECT = new URL("../", import.meta.url);

await runProgram(USAGE, async () => {
  const { values } = parseArgs({ options: OPTIONS });
  const folder = folderOf(values.model, values.models);
  const files = await readModelFiles(folder);
  await writeTexts(folder, await buildReport(files));
  if (folder.href === new URL("models/default/", PROJECT).href) {
    await writeProjectFigures(files);
  }
});

/** With its slash, so that files are below it. */
function folderOf(model: string, models: string | undefined): URL {
  const url = models === undefined
    ? modelFolder(model)
    : pathToFileURL(`${models}/${model}`);
  return new URL(`${url.href.replace(/\/$/, "")}/`);
}

async function writeTexts(
  folder: URL,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  const pictures = new URL("pictures/", folder);
  await Deno.mkdir(pictures, { recursive: true });
  await removeStale(pictures, texts);
  for (const [path, text] of texts) await write(new URL(path, folder), text);
  print(`wrote ${texts.size} files to ${fileURLToPath(folder)}`);
}

/** A picture that is no longer drawn must not stay; files of others do. */
async function removeStale(
  folder: URL,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    const isOurs = /^(?:recipe|model)-[a-z]+\.svg$/.test(name);
    if (!isOurs || texts.has(`pictures/${name}`)) continue;
    await Deno.remove(new URL(name, folder));
  }
}

async function writeProjectFigures(files: ModelFiles): Promise<void> {
  const path = new URL("README.md", PROJECT);
  const page = await Deno.readTextFile(path);
  const figures = withFigures(page, files, "models/default/");
  if (figures !== undefined) await write(path, figures);
}

async function write(url: URL, text: string): Promise<void> {
  await writeAtomically(fileURLToPath(url), new TextEncoder().encode(text));
}
