/**
 * One run of a cross-validation: a training as any other, or several networks
 * together, and what the clips of voices it never heard are taken for.
 *
 * @module
 */
import { loadModel } from "../model/load.ts";
import { readModel } from "../model/read_model.ts";
import { startWasmBackend } from "../model/wasm_backend.ts";
import { combinedCard } from "./combined_card.ts";
import { parseCondition } from "./conditions.ts";
import type { PlannedRun } from "./cross_validation_plan.ts";
import {
  KEPT_FORMAT,
  type KeptRun,
  type RunStore,
} from "./cross_validation_store.ts";
import type { FeatureCache } from "./feature_cache.ts";
import { hearClips } from "./outcomes.ts";
import { recipeTask } from "./recipe.ts";
import { type Calibration, trainedCard } from "./trained_card.ts";
import { readTrainingData } from "./training_data.ts";
import { type EpochRecord, TrainingRun } from "./training_run.ts";
import { writeModel } from "./write_model.ts";

/** What a run tells while it is made. */
export type RunEvent =
  /** It goes on after this epoch; 0 if it begins. */
  | { readonly kind: "training"; readonly after: number }
  | ({ readonly kind: "epoch" } & EpochRecord)
  /** Its networks are one model. */
  | { readonly kind: "combined" }
  | {
    readonly kind: "heard";
    readonly condition: string;
    readonly clips: number;
  };

/** What is heard are the model's own posteriors; one temperature is fitted on those of all runs. */
const UNCALIBRATED: Calibration = {
  temperature: 1,
  uncertainBelow: 0,
  from: "nothing: a run of a cross-validation is heard as it is",
};

/** Whether a run was heard under all of some conditions; under none, whether it is trained. */
export async function isDone(
  run: Pick<PlannedRun, "id">,
  conditions: readonly string[],
  store: RunStore,
): Promise<boolean> {
  if (conditions.length === 0) return await store.isTrained(run);
  const kept = await store.read(run);
  return kept !== undefined &&
    conditions.every((condition) => Object.hasOwn(kept.heard, condition));
}

/**
 * Does what is left of a run: it trains from the last epoch on disk, or joins
 * networks that are trained, and hears what was not heard. Each step that is
 * reported is on disk.
 *
 * @param conditions None for a run that is a member of others: it is trained only.
 */
export async function* completeRun(
  run: PlannedRun,
  conditions: readonly string[],
  store: RunStore,
  cache: FeatureCache,
): AsyncGenerator<RunEvent> {
  using _lock = await store.lock(run);
  if (await isDone(run, conditions, store)) return;
  if (!await store.isTrained(run)) {
    yield* run.members.length > 0
      ? combineRun(run, store)
      : trainRun(run, store, cache);
  }
  if (conditions.length > 0) yield* hearRun(run, conditions, store);
}

async function* combineRun(
  run: PlannedRun,
  store: RunStore,
): AsyncGenerator<RunEvent> {
  const models = await Promise.all(
    run.members.map((member) => readModel(store.modelUrl(member))),
  );
  const card = combinedCard({
    name: run.id,
    cards: models.map(({ card }) => card),
    calibration: UNCALIBRATED,
    judgements: [],
  });
  const weights = models.flatMap(({ weights }) => weights);
  await writeModel(store.modelFolder(run), card, weights);
  yield { kind: "combined" };
}

async function* trainRun(
  run: PlannedRun,
  store: RunStore,
  cache: FeatureCache,
): AsyncGenerator<RunEvent> {
  const data = await readTrainingData(run.labels, run.split, cache);
  await startWasmBackend();
  const task = recipeTask(data, run.knobs);
  const file = store.checkpoint(run);
  const training = await TrainingRun.resume(task, data.sha256, file)
    .catch(() => TrainingRun.begin(task, data.sha256, file));
  yield { kind: "training", after: training.history.length };
  for await (const record of training.train(data.validation, () => {})) {
    yield { kind: "epoch", ...record };
  }
  const trained = { name: run.id, task, run: training, data };
  const calibration = UNCALIBRATED;
  const card = trainedCard({ ...trained, calibration }, new Date());
  await writeModel(store.modelFolder(run), card, [training.state.average]);
  await Deno.remove(file);
}

async function* hearRun(
  run: PlannedRun,
  conditions: readonly string[],
  store: RunStore,
): AsyncGenerator<RunEvent> {
  const model = await loadModel(store.modelUrl(run));
  let kept: KeptRun = await store.read(run) ?? {
    format: KEPT_FORMAT,
    fold: run.fold,
    seed: run.seed,
    date: model.card.created,
    weightsSha256: model.sha256,
    heard: {},
  };
  try {
    for (const condition of conditions) {
      if (Object.hasOwn(kept.heard, condition)) continue;
      const { test } = run.split;
      const heard = await hearClips(model, test, parseCondition(condition));
      kept = { ...kept, heard: { ...kept.heard, [condition]: heard } };
      await store.write(run, kept);
      yield { kind: "heard", condition, clips: heard.outcomes.length };
    }
  } finally {
    model.dispose();
  }
}
