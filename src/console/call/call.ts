/**
 * What the page knows of one call.
 *
 * @module
 */
// Values that are followed: two predictions a second redraw what they change alone.
import { batch, type Signal, signal } from "@preact/signals-core";
import type { Prediction, Role } from "../../protocol/native/messages.ts";
import type { Trouble } from "../trouble.ts";
import { PredictionLog } from "./prediction_log.ts";
import { Timeline } from "./timeline.ts";
import type {
  CallEnding,
  CallStart,
  CallUpdate,
  Escalation,
  LineState,
} from "./update.ts";

/** Points of the last minutes: four of them at two a second, and as many before half is forgotten. */
const RECENT_POINTS = 1_024;

/** Points of the whole call: about as many as a chart has pixels. */
const WHOLE_POINTS = 720;

/** Escalations that are shown. */
const MAX_ESCALATIONS = 20;

/** What is known of one voice. */
export class CallChannel {
  readonly role: Role;
  readonly latest: Signal<Prediction | undefined> = signal();
  /** Every prediction of the last minutes. */
  readonly recent: Timeline;
  /** The whole call, ever coarser. */
  readonly whole: Timeline;

  constructor(role: Role, labels: readonly string[]) {
    this.role = role;
    this.recent = new Timeline(labels, RECENT_POINTS, "forget");
    this.whole = new Timeline(labels, WHOLE_POINTS, "coarsen");
  }

  /** Takes what was found last. */
  append(prediction: Prediction): void {
    this.recent.append(prediction);
    this.whole.append(prediction);
    this.latest.value = prediction;
  }
}

/** One call: told step by step, looked at through signals. */
export class Call {
  readonly line: Signal<LineState> = signal("idle");
  readonly start: Signal<CallStart | undefined> = signal();
  readonly channels: Signal<readonly CallChannel[]> = signal([]);
  readonly skippedCount: Signal<number> = signal(0);
  readonly latencyMs: Signal<number | undefined> = signal();
  readonly bufferedMs: Signal<number | undefined> = signal();
  /** How far the call was heard. */
  readonly heardMs: Signal<number> = signal(0);
  readonly escalations: Signal<readonly Escalation[]> = signal([]);
  readonly ending: Signal<CallEnding | undefined> = signal();
  readonly trouble: Signal<Trouble | undefined> = signal();
  #log = new PredictionLog([], []);

  /** All predictions, as far as they are kept. */
  get log(): PredictionLog {
    return this.#log;
  }

  /** Takes a step. */
  apply(update: CallUpdate): void {
    batch(() => this.#apply(update));
  }

  #apply(update: CallUpdate): void {
    switch (update.type) {
      case "started":
        return this.#begin(update.start);
      case "prediction":
        this.latencyMs.value = update.latencyMs;
        return this.#predict(update.prediction);
      case "escalation":
        this.escalations.value = [update.escalation, ...this.escalations.value]
          .slice(0, MAX_ESCALATIONS);
        return;
      case "line":
        this.line.value = update.line;
        return;
      case "ended":
        this.ending.value = update.ending;
        this.line.value = "over";
        return;
      case "trouble":
        this.trouble.value = update.trouble;
        return;
    }
    return update satisfies never;
  }

  /** What is told twice, as to a follower that connects again, changes nothing. */
  #begin(start: CallStart): void {
    if (this.start.value?.sessionId === start.sessionId) return;
    const { labels, roles } = start;
    this.start.value = start;
    this.channels.value = roles.map((role) => new CallChannel(role, labels));
    this.#log = new PredictionLog(labels, roles);
  }

  #predict(prediction: Prediction): void {
    const channel = this.channels.value[prediction.channel];
    if (!channel) return;
    const latest = channel.latest.value;
    if (latest && prediction.index <= latest.index) return;
    channel.append(prediction);
    this.#log.append(prediction);
    this.skippedCount.value += prediction.skipped;
    this.bufferedMs.value = prediction.bufferedMs;
    this.heardMs.value = Math.max(this.heardMs.value, prediction.endMs);
  }
}
