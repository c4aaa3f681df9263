/**
 * The training loop.
 *
 * @module
 */
import type { FeatureSpec } from "../audio/feature_spec.ts";
import { type NetworkSpec, pooledSize } from "../model/network_spec.ts";
import { type BandStatistics, standardise } from "../model/standardise.ts";
import { batchCount, epochBatches } from "./batches.ts";
import { dropoutFactors } from "./dropout.ts";
import type { Knobs } from "./knobs.ts";
import { applyStep, type FitState, rateShare } from "./optimiser.ts";
import { Random } from "./random.ts";
import { trainStep } from "./train_step.ts";
import type { TrainingClip } from "./training_clip.ts";

/** What is to be learned, and how. */
export interface FitTask {
  readonly network: NetworkSpec;
  readonly features: FeatureSpec;
  readonly statistics: BandStatistics;
  readonly clips: readonly TrainingClip[];
  readonly knobs: Knobs;
}

/** What an epoch was like. */
export interface EpochReport {
  /** Epochs done, this one included. */
  readonly epoch: number;
  /** Mean cross-entropy over the epoch's batches, augmented and mixed, in nats. */
  readonly loss: number;
}

/** Steps in one epoch. */
export function stepsPerEpoch({ clips, knobs }: FitTask): number {
  return batchCount(clips, knobs);
}

/**
 * Trains from a state on, changing it, and reports after every epoch.
 *
 * An epoch's batches and dropped units follow from seed and step alone, so a
 * run that goes on from an epoch's state ends with the weights it would have
 * had.
 *
 * @param onStep Called after every step, for progress.
 * @throws {RangeError} If there are too few clips for one batch.
 */
export function* fit(
  task: FitTask,
  state: FitState,
  onStep: (step: number, loss: number) => void = () => {},
): Generator<EpochReport> {
  const { epochs, batchSize } = task.knobs;
  const length = { stepsPerEpoch: stepsPerEpoch(task), epochs };
  if (length.stepsPerEpoch === 0) {
    throw new RangeError(
      `Cannot train as an epoch must fill a batch of ${batchSize} clips: current value is ${task.clips.length} clips`,
    );
  }
  for (let epoch = state.step / length.stepsPerEpoch; epoch < epochs; epoch++) {
    let sum = 0;
    const options = epochOptions(task, epoch);
    for (const batch of epochBatches(task.clips, options)) {
      standardise(batch.rows, task.statistics, batch.rows);
      const dropout = stepDropout(task, state.step);
      const output = trainStep(task.network, state.weights, {
        ...batch,
        dropout,
      });
      const share = rateShare(state.step, length, task.knobs);
      applyStep(state, output, share, task);
      sum += output.loss;
      onStep(state.step, output.loss);
    }
    yield { epoch: epoch + 1, loss: sum / length.stepsPerEpoch };
  }
}

function epochOptions(task: FitTask, epoch: number) {
  return {
    seed: task.knobs.seed,
    epoch,
    classCount: task.network.labelCount,
    knobs: task.knobs,
    spec: task.features,
  };
}

/** One factor for each value the last layer sees, `[batch, pooled]`. */
function stepDropout(
  { network, knobs }: FitTask,
  step: number,
): Float32Array {
  const random = new Random(knobs.seed, "dropout", step);
  const count = knobs.batchSize * pooledSize(network);
  return dropoutFactors(count, knobs.dropout, random);
}
