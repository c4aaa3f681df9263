/**
 * How a peer in a process of its own is asked: a line of JSON each way.
 *
 *     peer    {"version":"…","measures":["network"]}     once, when it is ready
 *     parent  {"ask":"answers","measure":"network","batch":1}
 *     peer    {"logits":[[…],…]}
 *     parent  {"ask":"times","measure":"network","batch":16}
 *     peer    {"ms":[…]}
 *
 * The peer ends when its standard input does. What it cannot do it says as the
 * last line on standard error, and exits with another code than 0.
 *
 * @module
 */
import type { Answers, Batch } from "./contender.ts";

/** What a peer can be timed at. */
export type Measure = "network" | "features and network";

/** The peer's first line. */
export interface Hello {
  /** Of the runtime, for people. */
  readonly version: string;
  readonly measures: readonly Measure[];
}

/** What the parent asks. */
export interface Question {
  readonly ask: "answers" | "times";
  readonly measure: Measure;
  readonly batch: Batch;
}

/** The replies, by what was asked. */
export interface Replies {
  readonly answers: Answers;
  /** Milliseconds of every stride but the first, divided by the batch. */
  readonly times: { readonly ms: readonly number[] };
}
