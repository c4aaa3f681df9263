/**
 * What a client keeps of its call for us: written after each window, read when the
 * client comes back.
 *
 * @module
 */
import {
  type CallState,
  parseCallState,
  STATE_VERSION,
} from "../../protocol/native/call_state.ts";
import type { Open, Resume } from "../../protocol/native/messages.ts";
import { ProtocolError } from "../../protocol/protocol_error.ts";
import type { CallInfo } from "../call_sink.ts";
import type { CallMark } from "../hearing.ts";
import { MAX_SESSION_AGE_MS } from "../limits.ts";
import type { SessionModel } from "../scoring.ts";
import { WindowPlan } from "../window_plan.ts";
import type { Seal } from "./seal.ts";

/** The format that `open` names. */
type Format = Pick<Open, "encoding" | "sampleRateHz" | "channels">;

/** A call at one moment. */
export interface CallMoment {
  readonly info: CallInfo;
  readonly format: Format;
  readonly strideMs: number;
  readonly mark: CallMark;
}

/** Writes down what must be remembered of a call. */
export function writeCallState(
  { info, format, strideMs, mark }: CallMoment,
  seal: Seal,
): string {
  const { sessionId, tenant, callId, generation, startedAtMs, model } = info;
  const state: CallState = {
    version: STATE_VERSION,
    ...{ sessionId, tenant, callId, generation, startedAtMs, strideMs },
    encoding: format.encoding,
    sampleRateHz: format.sampleRateHz,
    roles: format.channels.map(({ role }) => role),
    model: model.sha256,
    ...mark,
  };
  return seal.seal(JSON.stringify(state));
}

/** Who reads a state. */
export interface StateReader {
  readonly seal: Seal;
  readonly tenant: string;
  readonly model: SessionModel;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
}

/**
 * Reads what a client has kept, and holds it against what it asks for.
 *
 * @throws {ProtocolError} `bad_resume` if it is no state of that call, in that
 * format, by this model.
 */
export function readCallState(
  open: Format & { readonly resume: Resume },
  reader: StateReader,
): CallState {
  const text = reader.seal.open(open.resume.state);
  const state = text === undefined ? undefined : parseCallState(text);
  if (state === undefined) {
    throw refusal(
      "its state must be one that this service has given: it is not",
    );
  }
  const rule = brokenRule(state, open, reader);
  if (rule === undefined) return state;
  throw refusal(rule);
}

/** The first rule that does not hold. */
function brokenRule(
  state: CallState,
  open: Format & { readonly resume: Resume },
  { tenant, model, wallMs }: StateReader,
): string | undefined {
  const { resume } = open;
  if (state.tenant !== tenant || state.sessionId !== resume.sessionId) {
    return "its state must be of this call: it is of another";
  }
  const plan = new WindowPlan(model);
  if (state.model !== model.sha256 || state.strideMs !== plan.strideMs) {
    return `the model must be the one that the call began with: it is now "${model.name}" with windows every ${plan.strideMs} ms, begin a new call`;
  }
  if (!isSameFormat(state, open)) {
    return `its audio must be as it was: ${state.encoding} at ${state.sampleRateHz} Hz of ${state.roles}`;
  }
  if (resume.generation <= state.generation) {
    return `the generation must be above ${state.generation}: current value is ${resume.generation}`;
  }
  if (wallMs() - state.startedAtMs > MAX_SESSION_AGE_MS) {
    return `a call must have begun within ${MAX_SESSION_AGE_MS} ms: begin a new one`;
  }
  if (resume.fromSample !== state.fromSample) {
    return `its audio must go on from sample ${state.fromSample}: current value is ${resume.fromSample}`;
  }
  return isPossible(state, model, plan)
    ? undefined
    : "its state must be possible: it is not";
}

function isSameFormat(state: CallState, open: Format): boolean {
  return state.encoding === open.encoding &&
    state.sampleRateHz === open.sampleRateHz &&
    state.roles.join() === open.channels.map(({ role }) => role).join();
}

/** Whether all that is in a state fits together: who knows the secret can write anything. */
function isPossible(
  { index, fromSample, sampleRateHz, roles, channels }: CallState,
  { labels }: SessionModel,
  plan: WindowPlan,
): boolean {
  return index * plan.strideMs <= MAX_SESSION_AGE_MS * MAX_PACE &&
    fromSample === plan.resumeSample(index, sampleRateHz) &&
    channels.length === roles.length &&
    channels.every(({ smoother: { logMean, label }, tally }) =>
      (logMean === null) === (label === null) &&
      (logMean ?? labels).length === labels.length &&
      (label ?? 0) < labels.length &&
      tally.logSums.length === labels.length &&
      tally.shown.length === labels.length
    );
}

/** More audio than this in a time is never heard: 1.5 times as fast as it was spoken, and a burst. */
const MAX_PACE = 2;

function refusal(rule: string): ProtocolError {
  return new ProtocolError("bad_resume", `Cannot resume as ${rule}`);
}
