/**
 * A whole recording through the very session that serves live calls.
 *
 * @module
 */
import { interleave } from "../audio/interleaved.ts";
import {
  type ChannelSummary,
  type Prediction,
  type Role,
  VERSION,
} from "../protocol/native/messages.ts";
import { readOpen } from "../protocol/native/parse.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { AudioFormat } from "./audio_format.ts";
import { createBreath } from "./breath.ts";
import { ByteBudget } from "./byte_budget.ts";
import { MAX_QUEUED_BYTES } from "./limits.ts";
import type { SessionModel } from "./scoring.ts";
import { Session, type SessionDeps, type SessionReport } from "./session.ts";

/** Decoded audio, as `decodeWav` gives it. */
export interface Recording {
  readonly sampleRateHz: number;
  /** Samples in [-1, 1] of each channel, all of one length. */
  readonly channels: readonly Float32Array[];
}

/** What was heard in a recording. */
export interface Classification {
  readonly predictions: Prediction[];
  readonly summary: readonly ChannelSummary[];
}

/**
 * Classifies a recording: what a client gets that streams it and closes.
 *
 * @param roles Role of each channel; one channel is the customer, of two the
 * second is the agent, unless they are given.
 * @param signal Ends the work early.
 * @throws {ProtocolError} If a client could not stream it either: its rate, the
 * number of its channels or their roles, a sample that is no amplitude.
 */
export async function classifyAudio(
  model: SessionModel,
  recording: Recording,
  roles: readonly Role[] = DEFAULT_ROLES.slice(0, recording.channels.length),
  signal?: AbortSignal,
): Promise<Classification> {
  const predictions: Prediction[] = [];
  const { promise: fault, reject } = Promise.withResolvers<never>();
  fault.catch(() => {});
  const session = new Session(formatOf(recording, roles), depsOf(model), {
    onPrediction: (prediction) => predictions.push(prediction),
    onFault: reject,
  });
  try {
    for (const bytes of slices(recording)) {
      signal?.throwIfAborted();
      session.push(bytes);
      await Promise.race([fault, settled((done) => session.flush(done))]);
    }
    const { summary } = await Promise.race([
      fault,
      settled<SessionReport>((done) => session.finish(done)),
    ]);
    return { predictions, summary };
  } finally {
    session.end();
  }
}

const DEFAULT_ROLES: readonly Role[] = ["customer", "agent"];

/** Audio given to the session at a time; the work can be ended between. */
const SLICE_SECONDS = 1;

/** The recording as interleaved float samples, little-endian as every machine Deno runs on. */
function* slices(
  { sampleRateHz, channels }: Recording,
): Generator<Uint8Array> {
  const step = SLICE_SECONDS * sampleRateHz;
  for (let at = 0; at < channels[0]!.length; at += step) {
    const slice = channels.map((samples) => samples.subarray(at, at + step));
    yield new Uint8Array(interleave(slice).buffer);
  }
}

/** The format of a recording, held to the rules for `open`. */
function formatOf(
  { sampleRateHz, channels }: Recording,
  roles: readonly Role[],
): AudioFormat {
  if (roles.length !== channels.length) {
    throw new ProtocolError(
      "unsupported_channels",
      `Cannot classify as each channel must have a role: current values are ${channels.length} channels and ${roles.length} roles`,
    );
  }
  return readOpen({
    type: "open",
    version: VERSION,
    encoding: "pcm_f32le",
    sampleRateHz,
    channels: roles.map((role) => ({ role })),
  });
}

function depsOf(model: SessionModel): SessionDeps {
  const now = () => performance.now();
  return {
    model,
    now,
    breathe: createBreath(now),
    budget: new ByteBudget(MAX_QUEUED_BYTES),
  };
}

function settled<T = void>(start: (done: (value: T) => void) => void) {
  return new Promise<T>((resolve) => start(resolve));
}
