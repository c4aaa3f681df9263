/**
 * The predictions of one channel, as many as a chart can show.
 *
 * @module
 */
import type {
  Prediction,
  PredictionState,
} from "../../protocol/native/messages.ts";

/** One place of a chart. */
export interface TimelinePoint {
  readonly endMs: number;
  readonly state: PredictionState;
  /** The likeliest label. */
  readonly label: string | null;
  /** In the order of the labels; null without speech. */
  readonly posterior: readonly number[] | null;
}

/** What happens when it is full: the oldest half goes, or neighbours become one. */
export type WhenFull = "forget" | "coarsen";

interface Point extends TimelinePoint {
  /** Predictions in it, and those of them with speech. */
  readonly count: number;
  readonly speechCount: number;
}

/**
 * A list of points that never grows beyond its capacity, so that a call of hours
 * takes no more memory, and no longer to draw, than one of minutes.
 */
export class Timeline {
  readonly #labels: readonly string[];
  readonly #capacity: number;
  readonly #whenFull: WhenFull;
  #points: Point[] = [];
  /** Predictions that a new point takes before the next begins. */
  #perPoint = 1;

  /** @throws {RangeError} If the capacity is odd or below 2: halves must be whole. */
  constructor(
    labels: readonly string[],
    capacity: number,
    whenFull: WhenFull,
  ) {
    if (!(capacity >= 2 && capacity % 2 === 0)) {
      throw new RangeError(
        `Cannot create a timeline as its capacity must be even and at least 2: current value is ${capacity}`,
      );
    }
    this.#labels = labels;
    this.#capacity = capacity;
    this.#whenFull = whenFull;
  }

  /** Oldest first. */
  get points(): readonly TimelinePoint[] {
    return this.#points;
  }

  /** Adds what was found last. */
  append(prediction: Prediction): void {
    const point = this.#pointOf(prediction);
    const last = this.#points.at(-1);
    if (last && last.count < this.#perPoint) {
      this.#points[this.#points.length - 1] = this.#join(last, point);
      return;
    }
    if (this.#points.length === this.#capacity) this.#makeRoom();
    this.#points.push(point);
  }

  #makeRoom(): void {
    if (this.#whenFull === "forget") {
      this.#points = this.#points.slice(this.#capacity / 2);
      return;
    }
    this.#perPoint *= 2;
    const pairs = this.#points;
    this.#points = Array.from(
      { length: this.#capacity / 2 },
      (_, i) => this.#join(pairs[2 * i]!, pairs[2 * i + 1]!),
    );
  }

  #pointOf({ endMs, state, label, posterior }: Prediction): Point {
    const hasSpeech = posterior !== null;
    return {
      endMs,
      state,
      label,
      posterior: hasSpeech
        ? this.#labels.map((label) => posterior[label] ?? 0)
        : null,
      count: 1,
      speechCount: hasSpeech ? 1 : 0,
    };
  }

  /** The mean of what is speech in both; without any, there is none. */
  #join(a: Point, b: Point): Point {
    const count = a.count + b.count;
    const speechCount = a.speechCount + b.speechCount;
    const { endMs } = b;
    if (speechCount === 0) return { ...b, count };
    const posterior = this.#labels.map((_, i) =>
      ((a.posterior?.[i] ?? 0) * a.speechCount +
        (b.posterior?.[i] ?? 0) * b.speechCount) / speechCount
    );
    const best = posterior.indexOf(Math.max(...posterior));
    const state = [a.state, b.state].includes("speech")
      ? "speech"
      : "uncertain";
    const label = this.#labels[best] ?? null;
    return { endMs, state, label, posterior, count, speechCount };
  }
}
