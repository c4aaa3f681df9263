/**
 * What the `state` of a checkpoint holds: all that a server must remember of a
 * call and cannot hear again.
 *
 * Rows, embeddings and voice activity of a window follow from the audio that the
 * client sends again, so none of them is here; what has a longer memory is. It is
 * JSON, written and read by servers only, and sealed: see `session/resume`.
 *
 * @module
 */
import * as v from "valibot";
import { AUDIO_ENCODINGS, ROLES } from "./messages.ts";

/** The version of this form: a server refuses what another version has written. */
export const STATE_VERSION = 1;

const COUNT = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const FINITE = v.pipe(v.number(), v.finite());
const LOGS = v.array(FINITE);

const SMOOTHER = v.object({
  /** Of the utterance, `[labels]`; null before its first window. */
  logMean: v.nullable(LOGS),
  label: v.nullable(COUNT),
  silentWindows: COUNT,
});
/** What a smoother remembers. */
export type SmootherMemory = v.InferOutput<typeof SMOOTHER>;

const TALLY = v.object({
  windows: COUNT,
  speechWindows: COUNT,
  weight: COUNT,
  speechRows: COUNT,
  /** `[labels]`. */
  logSums: LOGS,
  /** Windows in which each label was shown, `[labels]`. */
  shown: v.array(COUNT),
});
/** What a tally remembers. */
export type TallyMemory = v.InferOutput<typeof TALLY>;

const CHANNEL = v.object({
  judgedRows: COUNT,
  talliedRows: COUNT,
  smoother: SMOOTHER,
  tally: TALLY,
});
/** What a channel remembers beside its last window. */
export type ChannelMemory = v.InferOutput<typeof CHANNEL>;

const CALL_STATE = v.object({
  version: v.literal(STATE_VERSION),
  sessionId: v.string(),
  tenant: v.string(),
  callId: v.string(),
  /** In which it was written. */
  generation: COUNT,
  /** When the call began, in milliseconds since 1970. */
  startedAtMs: FINITE,
  encoding: v.picklist(AUDIO_ENCODINGS),
  sampleRateHz: COUNT,
  roles: v.array(v.picklist(ROLES)),
  /** Hash of the weights. */
  model: v.string(),
  strideMs: COUNT,
  fromSample: COUNT,
  /** Windows answered or left out. */
  index: COUNT,
  endMs: FINITE,
  predictions: COUNT,
  skipped: COUNT,
  channels: v.array(CHANNEL),
});
/** What a server remembers of a call. */
export type CallState = v.InferOutput<typeof CALL_STATE>;

/** Reads what {@linkcode JSON.stringify} made of a state; undefined if it is none. */
export function parseCallState(text: string): CallState | undefined {
  try {
    const result = v.safeParse(CALL_STATE, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
