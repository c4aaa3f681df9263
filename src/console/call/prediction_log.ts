/**
 * All that was predicted in a call, packed, for who wants to keep it.
 *
 * @module
 */
import type {
  Prediction,
  PredictionState,
  Role,
} from "../../protocol/native/messages.ts";

/**
 * Predictions that are kept: four hours of two channels, in 9 MB. Then the oldest
 * thousand go.
 */
export const MAX_KEPT = 60_000;

/** Predictions in a block of memory: what goes at a time. */
const BLOCK_ROWS = 1_000;

const STATES: readonly PredictionState[] = ["speech", "uncertain", "no_speech"];
/** Numbers of a prediction beside its posterior. */
const FIXED = 8;
const NO_LABEL = -1;

/** A bounded list of predictions, in the order they came. */
export class PredictionLog {
  readonly #labels: readonly string[];
  readonly #roles: readonly Role[];
  readonly #maxKept: number;
  readonly #rowLength: number;
  #blocks: Float64Array[] = [];
  #usedInLast = BLOCK_ROWS;
  #forgottenCount = 0;

  constructor(
    labels: readonly string[],
    roles: readonly Role[],
    maxKept = MAX_KEPT,
  ) {
    this.#labels = labels;
    this.#roles = roles;
    this.#maxKept = maxKept;
    this.#rowLength = FIXED + labels.length;
  }

  /** Predictions that are kept. */
  get count(): number {
    return this.#blocks.length * BLOCK_ROWS - (BLOCK_ROWS - this.#usedInLast);
  }

  /** Predictions that have gone. */
  get forgottenCount(): number {
    return this.#forgottenCount;
  }

  append(prediction: Prediction): void {
    if (this.#usedInLast === BLOCK_ROWS) this.#addBlock();
    const row = this.#row(this.#blocks.at(-1)!, this.#usedInLast++);
    const { channel, index, startMs, endMs, state, label } = prediction;
    const { skipped, bufferedMs, posterior } = prediction;
    row.set([channel, index, startMs, endMs, STATES.indexOf(state)]);
    row[5] = label === null ? NO_LABEL : this.#labels.indexOf(label);
    row[6] = skipped;
    row[7] = bufferedMs;
    this.#labels.forEach((label, i) =>
      row[FIXED + i] = posterior?.[label] ?? NaN
    );
  }

  /** Gives them back, oldest first. */
  *[Symbol.iterator](): Generator<Prediction> {
    for (const [place, block] of this.#blocks.entries()) {
      const isLast = place === this.#blocks.length - 1;
      const rows = isLast ? this.#usedInLast : BLOCK_ROWS;
      for (let i = 0; i < rows; i++) yield this.#unpack(this.#row(block, i));
    }
  }

  #addBlock(): void {
    if (this.count + BLOCK_ROWS > this.#maxKept && this.#blocks.length > 0) {
      this.#blocks = this.#blocks.slice(1);
      this.#forgottenCount += BLOCK_ROWS;
    }
    this.#blocks.push(new Float64Array(BLOCK_ROWS * this.#rowLength));
    this.#usedInLast = 0;
  }

  #row(block: Float64Array, index: number): Float64Array {
    return block.subarray(
      index * this.#rowLength,
      (index + 1) * this.#rowLength,
    );
  }

  #unpack(row: Float64Array): Prediction {
    const [channel, index, startMs, endMs, state, place, skipped, bufferedMs] =
      row as unknown as [...{ length: 8 } & number[]];
    const label = this.#labels[place!] ?? null;
    const values = label === null ? null : row.subarray(FIXED);
    return {
      type: "prediction",
      channel: channel!,
      role: this.#roles[channel!] ?? "mixed",
      index: index!,
      startMs: startMs!,
      endMs: endMs!,
      state: STATES[state!]!,
      label,
      confidence: values?.[place!] ?? null,
      posterior: values &&
        Object.fromEntries(this.#labels.map((name, i) => [name, values[i]!])),
      skipped: skipped!,
      bufferedMs: bufferedMs!,
    };
  }
}
