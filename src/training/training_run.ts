/**
 * One training run: its state, its history, and its file.
 *
 * @module
 */
import { Engine } from "../model/engine.ts";
import { answersOf, meanLoss } from "./calibrate.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type RunIdentity,
} from "./checkpoint.ts";
import { type EpochReport, fit, type FitTask } from "./fit.ts";
import { initialWeights } from "./initial_weights.ts";
import { type FitState, initialState } from "./optimiser.ts";
import { computeScores } from "./scores.ts";
import type { TrainingClip } from "./training_clip.ts";
import { writeAtomically } from "./write_atomically.ts";
import { judgeClips, type Judgement } from "./validate.ts";

/** An epoch, and how the averaged weights did after it on the validation clips. */
export interface EpochRecord extends EpochReport {
  /** None without validation clips. */
  readonly validation?: {
    /** Mean cross-entropy in nats. */
    readonly loss: number;
    /** Unweighted average recall. */
    readonly uar: number;
  };
}

/** Trains a task, keeping a checkpoint of every epoch in one file, if it is given one. */
export class TrainingRun {
  readonly #task: FitTask;
  readonly #identity: RunIdentity;
  readonly #file: string | undefined;
  readonly state: FitState;
  readonly history: EpochRecord[];

  private constructor(
    task: FitTask,
    identity: RunIdentity,
    file: string | undefined,
    [state, history]: [FitState, EpochRecord[]],
  ) {
    this.#task = task;
    this.#identity = identity;
    this.#file = file;
    this.state = state;
    this.history = history;
  }

  /**
   * Begins a run; a file of an older run is replaced after the first epoch.
   *
   * @param file Where its checkpoint is kept; without it, nowhere.
   */
  static begin(
    task: FitTask,
    dataSha256: string,
    file?: string,
  ): TrainingRun {
    const weights = initialWeights(task.network, task.knobs.seed);
    const start: [FitState, EpochRecord[]] = [initialState(weights), []];
    return new TrainingRun(task, identityOf(task, dataSha256), file, start);
  }

  /**
   * Goes on with a run from its last whole epoch.
   *
   * @throws {RangeError} If there is none, or it was of other data or knobs.
   */
  static async resume(
    task: FitTask,
    dataSha256: string,
    file: string,
  ): Promise<TrainingRun> {
    const identity = identityOf(task, dataSha256);
    const bytes = await Deno.readFile(file).catch((cause) => {
      throw new RangeError(
        `Cannot resume as the run must have left a checkpoint: "${file}" is not readable`,
        { cause },
      );
    });
    const { state, header } = decodeCheckpoint(task.network, bytes, identity);
    const history = [...header.history] as EpochRecord[];
    return new TrainingRun(task, identity, file, [state, history]);
  }

  /** Trains epoch after epoch; each is on disk before it is reported. */
  async *train(
    validation: readonly TrainingClip[],
    onStep: (step: number, loss: number) => void,
  ): AsyncGenerator<EpochRecord> {
    for (const report of fit(this.#task, this.state, onStep)) {
      const record = { ...report, ...this.#validate(validation) };
      this.history.push(record);
      if (this.#file !== undefined) await this.#keep(this.#file);
      yield record;
    }
  }

  async #keep(file: string): Promise<void> {
    const header = { run: this.#identity, history: this.history };
    const { network } = this.#task;
    await writeAtomically(file, encodeCheckpoint(network, this.state, header));
  }

  /** What the averaged weights, the ones that ship, make of clips. */
  judge(clips: readonly TrainingClip[]): Judgement[] {
    const card = { ...this.#task, temperature: 1 };
    const engine = new Engine(card, [this.state.average]);
    try {
      return judgeClips(engine, card, clips, this.#task.features.powerFloor);
    } finally {
      engine.dispose();
    }
  }

  #validate(clips: readonly TrainingClip[]): Partial<EpochRecord> {
    if (clips.length === 0) return {};
    const judgements = this.judge(clips);
    const { labelCount } = this.#task.network;
    const { uar } = computeScores(answersOf(judgements, 1), labelCount);
    return { validation: { loss: meanLoss(judgements, 1), uar } };
  }
}

function identityOf(task: FitTask, dataSha256: string): RunIdentity {
  const { network, features, knobs } = task;
  return { network, features, knobs, data: dataSha256 };
}
