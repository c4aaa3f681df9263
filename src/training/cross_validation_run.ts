/**
 * One run of a cross-validation: a training as any other, and what the clips of
 * voices it never heard are taken for.
 *
 * @module
 */
import { loadModel } from "../model/load.ts";
import { startWasmBackend } from "../model/wasm_backend.ts";
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

/** Whether a run was heard under all of some conditions. */
export function isComplete(
  kept: KeptRun | undefined,
  conditions: readonly string[],
): kept is KeptRun {
  return kept !== undefined &&
    conditions.every((condition) => Object.hasOwn(kept.heard, condition));
}

/**
 * Does what is left of a run: it trains from the last epoch on disk, and hears
 * what was not heard. Each step that is reported is on disk.
 */
export async function* completeRun(
  run: PlannedRun,
  conditions: readonly string[],
  store: RunStore,
  cache: FeatureCache,
): AsyncGenerator<RunEvent> {
  using _lock = await store.lock(run);
  if (isComplete(await store.read(run), conditions)) return;
  if (!await store.isTrained(run)) yield* trainRun(run, store, cache);
  yield* hearRun(run, conditions, store);
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
