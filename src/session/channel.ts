/**
 * One voice of a call: from its samples to what each window sounded like.
 *
 * @module
 */
import type { ChannelMemory } from "../protocol/native/call_state.ts";
import type { PredictionState } from "../protocol/native/messages.ts";
import { FrontEnd } from "../stream/front_end.ts";
import { RowQueue } from "../stream/row_queue.ts";
import { Smoother } from "../stream/smoother.ts";
import { MIN_SPEECH_ROWS, VoiceActivity } from "../stream/voice_activity.ts";
import type { Span } from "../stream/window_clock.ts";
import { byLabel, rounded } from "./by_label.ts";
import type { SessionModel } from "./scoring.ts";
import { ChannelTally } from "./summary.ts";
import type { WindowPlan } from "./window_plan.ts";
import { WindowSteps } from "./window_steps.ts";

/** What a window was found to be. */
export interface Finding {
  readonly state: PredictionState;
  readonly label: string | null;
  readonly confidence: number | null;
  readonly posterior: Readonly<Record<string, number>> | null;
}

const NO_SPEECH: Finding = Object.freeze({
  state: "no_speech",
  label: null,
  confidence: null,
  posterior: null,
});

/**
 * One channel: rows as audio comes, a finding for each window asked about.
 *
 * A window without speech is not scored. Rows whose embeddings were not asked
 * for wait until a window needs them or none can any more.
 */
export class Channel {
  readonly #model: SessionModel;
  readonly #plan: WindowPlan;
  readonly #frontEnd: FrontEnd;
  readonly #keptRows: number;
  readonly #rows: RowQueue;
  readonly #steps: WindowSteps;
  readonly #activity: VoiceActivity;
  readonly #smoother = new Smoother();
  /** One past the last row that a window has covered. */
  #judgedRows = 0;
  /** One past the last row that a window with speech has covered: what it held is counted. */
  #talliedRows = 0;
  /** What this channel sounded like so far. */
  readonly tally: ChannelTally;

  /** @param firstEmbedding Where the audio begins, for a call that is taken up in its midst. */
  constructor(
    model: SessionModel,
    plan: WindowPlan,
    inputRateHz: number,
    firstEmbedding = 0,
  ) {
    const { features, geometry } = model;
    const firstRow = plan.firstRow(firstEmbedding);
    this.#model = model;
    this.#plan = plan;
    this.#frontEnd = new FrontEnd(inputRateHz, features, firstRow);
    // One window, and the rows that a slice brings beyond its end.
    this.#keptRows = plan.windowRows + plan.strideRows;
    this.#rows = new RowQueue(features.melCount, firstRow);
    this.#steps = new WindowSteps(
      geometry.windowEmbeddings,
      geometry.stepBytes,
    );
    this.#steps.startAt(firstEmbedding);
    this.#activity = new VoiceActivity(
      features.melCount,
      this.#keptRows,
      features.powerFloor,
      firstRow,
    );
    this.tally = new ChannelTally(model.labels, plan.hopMs);
  }

  /** What its next windows depend on beside its rows; a copy. */
  get memory(): ChannelMemory {
    return {
      judgedRows: this.#judgedRows,
      talliedRows: this.#talliedRows,
      smoother: this.#smoother.memory,
      tally: this.tally.memory,
    };
  }

  /** Goes on from what another one remembered. */
  recall(memory: ChannelMemory): void {
    this.#judgedRows = memory.judgedRows;
    this.#talliedRows = memory.talliedRows;
    this.#smoother.recall(memory.smoother);
    this.tally.recall(memory.tally);
  }

  /** Rows so far. */
  get rowCount(): number {
    return this.#frontEnd.rowCount;
  }

  /** Hears samples at the input rate, at most a stride of them. */
  push(samples: Float32Array): void {
    this.#frontEnd.push(samples, this.#take);
    this.#forget();
  }

  /** Ends the audio, and goes on with silence until there are `rowCount` rows. */
  finish(rowCount: number): void {
    this.#frontEnd.finish(rowCount, this.#take);
  }

  #take = (rows: Float32Array): void => {
    this.#rows.append(rows);
    this.#activity.push(rows);
  };

  /**
   * What a window sounds like. Windows must be asked for in order, one at a
   * time, and nothing may be pushed meanwhile.
   */
  async judge(window: Span): Promise<Finding> {
    const { first, end } = this.#plan.rows(window);
    const speech = this.#activity.speechOf(first, end, this.#talliedRows);
    if (first > this.#judgedRows) this.#smoother.endUtterance(); // rows that nobody looked at
    this.#judgedRows = end;
    if (speech.rows < MIN_SPEECH_ROWS) {
      if (window.first >= this.#steps.end) this.#steps.startAt(window.first);
      this.#forget();
      this.#smoother.pushSilence();
      this.tally.addSilence();
      return NO_SPEECH;
    }
    const posterior = await this.#score(window);
    const finding = this.#show(posterior);
    this.#talliedRows = end;
    this.tally.addSpeech({
      posterior,
      speechRows: speech.rows,
      newSpeechRows: speech.newRows,
      label: finding.label,
    });
    return finding;
  }

  async #score({ first, end }: Span): Promise<Float32Array> {
    const steps = this.#steps;
    steps.startAt(first);
    const fresh = this.#plan.rows({ first: steps.end, end });
    const result = await this.#model.score({
      rows: this.#rows.parts(fresh.first, fresh.end),
      steps: steps.known(),
    });
    steps.append(result.steps, end - steps.end);
    this.#forget();
    assertPosterior(result.posterior, this.#model.labels.length);
    return result.posterior;
  }

  /** Lets go of the rows whose steps are known, or that no window needs any more. */
  #forget(): void {
    const { end } = this.#steps;
    const next = this.#plan.firstRow(end);
    const oldest = this.rowCount - this.#keptRows;
    this.#rows.forgetBefore(Math.max(next, oldest));
  }

  #show(posterior: Float32Array): Finding & { label: string } {
    const { labels, uncertainBelow } = this.#model;
    const smoothed = this.#smoother.push(posterior);
    return {
      state: smoothed.confidence < uncertainBelow ? "uncertain" : "speech",
      label: labels[smoothed.label]!,
      confidence: rounded(smoothed.confidence),
      posterior: byLabel(labels, smoothed.posterior),
    };
  }
}

function assertPosterior(posterior: Float32Array, labelCount: number): void {
  const sum = posterior.reduce((a, b) => a + b, 0);
  if (posterior.length === labelCount && Math.abs(sum - 1) < 1e-3) return;
  throw new RangeError(
    `Cannot use a posterior as ${labelCount} probabilities must sum to 1: current value is [${posterior}]`,
  );
}
