/**
 * Makes one model of several that differ by their seed alone: it averages what
 * their networks say, and costs as much to serve as all of them.
 */
import { parseArgs } from "node:util";
import type { ModelCard } from "../src/model/card.ts";
import { Engine } from "../src/model/engine.ts";
import { readModel } from "../src/model/read_model.ts";
import { startWasmBackend } from "../src/model/wasm_backend.ts";
import type { WeightArrays } from "../src/model/weight_arrays.ts";
import {
  calibrationFor,
  readCalibration,
} from "../src/training/calibration_file.ts";
import {
  checkCombinable,
  combinedCard,
  recipeOfCard,
} from "../src/training/combined_card.ts";
import { readCorpus } from "../src/training/corpus.ts";
import { FeatureCache } from "../src/training/feature_cache.ts";
import {
  joinHistories,
  readHistory,
  writeHistory,
} from "../src/training/history_file.ts";
import type { Calibration } from "../src/training/trained_card.ts";
import { readTrainingClips } from "../src/training/training_clips.ts";
import { judgeClips, type Judgement } from "../src/training/validate.ts";
import { validationClips } from "../src/training/validation_clips.ts";
import { writeModel } from "../src/training/write_model.ts";
import { CORPUS_OPTIONS, toCorpusSource } from "./_corpus_flags.ts";
import { commaList } from "./_comma_list.ts";
import { modelFolder } from "./_model_folder.ts";
import { checkModelName } from "./_model_name.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task combine --models A,B --name NAME --calibration FILE
deno task combine --models A,B --name NAME (--corpus DIR [--song] | --manifest CSV)

  --models A,B             as for evaluate: trained on the same clips by the same knobs
                           but for the seed
  --name NAME              the model is written to models/NAME
  --calibration FILE       takes temperature and threshold from the results.json of a
                           cross-validation with as many --members
  --corpus, --manifest, --song, --cache   as for train: what the models were trained on;
                           the validation clips score the model, and calibrate it
                           unless a file does
`;

const OPTIONS = {
  ...CORPUS_OPTIONS,
  models: { type: "string", default: "" },
  name: { type: "string", default: "" },
  calibration: { type: "string" },
} as const;

type Flags = ReturnType<typeof readFlags>;

await runProgram(USAGE, async () => {
  const flags = readFlags();
  const { name, folders } = flags;
  const models = await Promise.all(folders.map((folder) => readModel(folder)));
  const cards = models.map(({ card }) => card);
  const weights = models.flatMap((model) => model.weights);
  checkCombinable(cards); // before anything is heard
  const calibration = await calibrationOf(cards, flags.calibration);
  const judgements = flags.source ? await judge(cards[0]!, weights, flags) : [];
  const histories = await Promise.all(
    folders.map((folder, i) => readHistory(folder, cards[i]!.weights.sha256)),
  );

  const folder = `models/${name}`;
  const draft = combinedCard({ name, cards, calibration, judgements });
  const card = await writeModel(folder, draft, weights);
  const history = joinHistories(histories);
  if (history) await writeHistory(folder, card.weights.sha256, history);
  print(`wrote ${folder}: ${JSON.stringify(card.scores)}`);
});

function readFlags() {
  const { values } = parseArgs({ options: OPTIONS });
  checkModelName("combine", values.name);
  const names = commaList(values.models);
  const { corpus, manifest, calibration } = values;
  const isCorpusGiven = corpus !== undefined || manifest !== undefined;
  const isNeeded = isCorpusGiven || calibration === undefined;
  const source = isNeeded ? toCorpusSource(values) : undefined;
  return { ...values, folders: names.map(modelFolder), source };
}

/** From a cross-validation, if one is named. */
async function calibrationOf(
  cards: readonly ModelCard[],
  file: string | undefined,
): Promise<Calibration | undefined> {
  if (file === undefined) return undefined;
  const [{ labels }] = cards as [ModelCard];
  const recipe = recipeOfCard(cards[0]!);
  const model = { labels, members: cards.length, recipe };
  return calibrationFor(await readCalibration(file), model);
}

/** What the networks together make of the validation clips. */
async function judge(
  card: ModelCard,
  weights: readonly WeightArrays[],
  { source, cache }: Flags,
): Promise<Judgement[]> {
  const chosen = await validationClips(card, await readCorpus(source!));
  const features = new FeatureCache(cache, card.features);
  const read = await readTrainingClips(chosen, card.labels, features);
  for (const { path, reason } of read.refused) {
    print(`left out ${path}: ${reason}`);
  }
  await startWasmBackend();
  const engine = new Engine(card, weights);
  try {
    return judgeClips(engine, card, read.clips, card.features.powerFloor);
  } finally {
    engine.dispose();
  }
}
