/**
 * How one channel sounded over a whole call.
 *
 * @module
 */
import type { TallyMemory } from "../protocol/native/call_state.ts";
import type { ChannelSummary } from "../protocol/native/messages.ts";
import { fromLogs } from "../stream/from_logs.ts";
import { byLabel, rounded } from "./by_label.ts";

/** A window with speech. */
export interface SpeechWindow {
  /** The model's posterior `[labels]`, before smoothing. */
  readonly posterior: Float32Array;
  /** Rows of the window that are speech: what its posterior weighs. */
  readonly speechRows: number;
  /** Those of them that no window with speech before it covered. */
  readonly newSpeechRows: number;
  /** The label that was shown. */
  readonly label: string;
}

/** A probability below this counts as this: one sure window must not rule out a label. */
const MIN_PROBABILITY = 1e-6;

/**
 * Counts the windows of one channel.
 *
 * The posterior of the whole is the normalised geometric mean of the windows'
 * posteriors, each weighed by its speech:
 *
 *     posterior  =  softmax( sum_w speechRows_w * log posterior_w / sum_w speechRows_w )
 *
 * so a window with a syllable at its edge says less than one full of speech, and
 * a longer call does not make a surer answer by its length alone.
 */
export class ChannelTally {
  readonly #labels: readonly string[];
  readonly #hopMs: number;
  readonly #logSums: Float64Array;
  readonly #shown = new Map<string, number>();
  #windows = 0;
  #speechWindows = 0;
  #weight = 0;
  #speechRows = 0;

  /** @param hopMs Time from row to row. */
  constructor(labels: readonly string[], hopMs: number) {
    this.#labels = labels;
    this.#hopMs = hopMs;
    this.#logSums = new Float64Array(labels.length);
  }

  /** A copy of what it has counted. */
  get memory(): TallyMemory {
    return {
      windows: this.#windows,
      speechWindows: this.#speechWindows,
      weight: this.#weight,
      speechRows: this.#speechRows,
      logSums: [...this.#logSums],
      shown: this.#labels.map((label) => this.#shown.get(label) ?? 0),
    };
  }

  /** Goes on from what another one had counted, of the same labels. */
  recall(memory: TallyMemory): void {
    this.#windows = memory.windows;
    this.#speechWindows = memory.speechWindows;
    this.#weight = memory.weight;
    this.#speechRows = memory.speechRows;
    this.#logSums.set(memory.logSums);
    memory.shown.forEach((count, label) =>
      this.#shown.set(this.#labels[label]!, count)
    );
  }

  /** Counts a window without speech. */
  addSilence(): void {
    this.#windows++;
  }

  /** Counts a window with speech. */
  addSpeech(window: SpeechWindow): void {
    const { posterior, speechRows, newSpeechRows, label } = window;
    this.#windows++;
    this.#speechWindows++;
    this.#weight += speechRows;
    this.#speechRows += newSpeechRows;
    this.#shown.set(label, (this.#shown.get(label) ?? 0) + 1);
    posterior.forEach((probability, index) => {
      this.#logSums[index]! += speechRows *
        Math.log(Math.max(probability, MIN_PROBABILITY));
    });
  }

  /** Counts what another tally of the same labels has counted. */
  add(other: ChannelTally): void {
    this.#windows += other.#windows;
    this.#speechWindows += other.#speechWindows;
    this.#weight += other.#weight;
    this.#speechRows += other.#speechRows;
    other.#logSums.forEach((sum, label) => this.#logSums[label]! += sum);
    for (const [label, count] of other.#shown) {
      this.#shown.set(label, (this.#shown.get(label) ?? 0) + count);
    }
  }

  /** The channel so far. */
  summary(): Omit<ChannelSummary, "channel" | "role"> {
    const heard = {
      windows: this.#windows,
      speechWindows: this.#speechWindows,
      coverage: this.#windows && rounded(this.#speechWindows / this.#windows),
      speechMs: this.#speechRows * this.#hopMs,
    };
    if (this.#speechWindows === 0) {
      return {
        ...heard,
        label: null,
        confidence: null,
        posterior: null,
        shares: null,
      };
    }
    return { ...heard, ...this.#judgement(), shares: this.#shares() };
  }

  #judgement() {
    const posterior = fromLogs(this.#logSums.map((sum) => sum / this.#weight));
    const best = posterior.indexOf(Math.max(...posterior));
    return {
      label: this.#labels[best]!,
      confidence: rounded(posterior[best]!),
      posterior: byLabel(this.#labels, posterior),
    };
  }

  #shares(): Readonly<Record<string, number>> {
    const shares = this.#labels.map((label) =>
      (this.#shown.get(label) ?? 0) / this.#speechWindows
    );
    return byLabel(this.#labels, shares);
  }
}
