/**
 * One voice of a call: from its samples to what each window sounded like.
 *
 * @module
 */
import type { PredictionState } from "../protocol/native/messages.ts";
import { FrontEnd } from "../stream/front_end.ts";
import { RollingRows } from "../stream/rolling_rows.ts";
import { Smoother } from "../stream/smoother.ts";
import { MIN_SPEECH_ROWS, VoiceActivity } from "../stream/voice_activity.ts";
import type { Span } from "../stream/window_clock.ts";
import { byLabel, rounded } from "./by_label.ts";
import type { SessionModel } from "./scoring.ts";
import { ChannelTally } from "./summary.ts";
import { WindowEmbeddings } from "./window_embeddings.ts";
import type { WindowPlan } from "./window_plan.ts";

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
 * for wait in the rolling rows until a window needs them or they are forgotten.
 */
export class Channel {
  readonly #model: SessionModel;
  readonly #plan: WindowPlan;
  readonly #frontEnd: FrontEnd;
  readonly #rows: RollingRows;
  readonly #embeddings: WindowEmbeddings;
  readonly #activity: VoiceActivity;
  readonly #smoother = new Smoother();
  /** One past the last row that a window has covered. */
  #judgedRows = 0;
  /** One past the last row that a window with speech has covered: what it held is counted. */
  #talliedRows = 0;
  /** What this channel sounded like so far. */
  readonly tally: ChannelTally;

  constructor(model: SessionModel, plan: WindowPlan, inputRateHz: number) {
    const { features, geometry } = model;
    this.#model = model;
    this.#plan = plan;
    this.#frontEnd = new FrontEnd(inputRateHz, features);
    // One window, and the rows that a slice brings beyond its end.
    this.#rows = new RollingRows(
      plan.windowRows + plan.strideRows,
      features.melCount,
    );
    this.#embeddings = new WindowEmbeddings(
      geometry.windowEmbeddings,
      geometry.embeddingSize,
    );
    this.#activity = new VoiceActivity(
      features.melCount,
      features.powerFloor,
    );
    this.tally = new ChannelTally(model.labels, plan.hopMs);
  }

  /** Rows so far. */
  get rowCount(): number {
    return this.#frontEnd.rowCount;
  }

  /** Hears samples at the input rate, at most a stride of them. */
  push(samples: Float32Array): void {
    this.#frontEnd.push(samples, (row) => this.#rows.append(row));
  }

  /** Ends the audio, and goes on with silence until there are `rowCount` rows. */
  finish(rowCount: number): void {
    this.#frontEnd.finish(rowCount, (row) => this.#rows.append(row));
  }

  /**
   * What a window sounds like. Windows must be asked for in order, one at a
   * time, and nothing may be pushed meanwhile.
   */
  async judge(window: Span): Promise<Finding> {
    const { first, end } = this.#plan.rows(window);
    const speechRows = this.#speechRows(first, end);
    const knownRows = this.#speechRows(
      first,
      Math.max(first, this.#talliedRows),
    );
    if (first > this.#judgedRows) this.#smoother.endUtterance(); // rows that nobody looked at
    this.#judgedRows = end;
    if (speechRows < MIN_SPEECH_ROWS) {
      this.#smoother.pushSilence();
      this.tally.addSilence();
      return NO_SPEECH;
    }
    const posterior = await this.#score(window);
    const finding = this.#show(posterior);
    this.#talliedRows = end;
    this.tally.addSpeech({
      posterior,
      speechRows,
      newSpeechRows: speechRows - knownRows,
      label: finding.label,
    });
    return finding;
  }

  #speechRows(first: number, end: number): number {
    return this.#activity.speechRows(this.#rows.view(first, end));
  }

  async #score({ first, end }: Span): Promise<Float32Array> {
    const embeddings = this.#embeddings;
    embeddings.startAt(first);
    const fresh = this.#plan.rows({ first: embeddings.end, end });
    const result = await this.#model.score({
      rows: this.#rows.view(fresh.first, fresh.end),
      embeddings: embeddings.known(),
    });
    embeddings.append(result.embeddings, end - embeddings.end);
    assertPosterior(result.posterior, this.#model.labels.length);
    return result.posterior;
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
