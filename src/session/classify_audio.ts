/**
 * A whole recording through the very session that serves live calls.
 *
 * @module
 */
import { interleave } from "../audio/interleaved.ts";
import type { Audio } from "../audio/wav.ts";
import type { AudioPieces } from "../audio/wav_pieces.ts";
import {
  type ChannelSummary,
  type Prediction,
  type Role,
  VERSION,
} from "../protocol/native/messages.ts";
import { readOpen } from "../protocol/native/parse.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { AudioAllowance } from "./audio_allowance.ts";
import type { AudioFormat } from "./audio_format.ts";
import { createBreath } from "./breath.ts";
import { ByteBudget } from "./byte_budget.ts";
import { MAX_QUEUED_BYTES } from "./limits.ts";
import type { SessionModel } from "./scoring.ts";
import { Session } from "./session.ts";
import type { SessionDeps, SessionReport } from "./session_deps.ts";

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
 * @throws {ProtocolError} If a client could not stream it either: its rate, the
 * number of its channels or their roles, a sample that is no amplitude.
 */
export function classifyAudio(
  model: SessionModel,
  recording: Audio,
  roles?: readonly Role[],
): Promise<Classification> {
  const { sampleRateHz, channels } = recording;
  const pieces = slices(recording);
  const audio = { sampleRateHz, channelCount: channels.length, pieces };
  return classifyPieces(model, audio, roles);
}

/**
 * Classifies a recording that is decoded as it is heard.
 *
 * @param allowance What its sender may still send; without one, anything.
 * @throws {ProtocolError} As {@linkcode classifyAudio}; also what a piece
 * throws, and `too_much_audio` if nothing may be sent.
 */
export async function classifyPieces(
  model: SessionModel,
  audio: AudioPieces,
  roles?: readonly Role[],
  allowance?: AudioAllowance,
): Promise<Classification> {
  allowance?.assertLeft();
  const predictions: Prediction[] = [];
  const { promise: fault, reject } = Promise.withResolvers<never>();
  fault.catch(() => {}); // it is raced below; a fault after the end is nobody's
  const deps = {
    ...offlineDeps(model),
    allowance: allowance && heardOut(allowance),
  };
  const session = new Session(formatOf(audio, roles), deps, {
    onPrediction: (prediction) => predictions.push(prediction),
    onFault: reject,
  });
  try {
    for (const piece of audio.pieces) {
      session.push(float32Bytes(piece));
      await Promise.race([fault, once((done) => session.flush(done))]);
    }
    const { summary } = await Promise.race([
      fault,
      once<SessionReport>((done) => session.finish(done)),
    ]);
    return { predictions, summary };
  } finally {
    session.end();
  }
}

/** Roles unless others are given: with two channels the second is the agent. */
export const DEFAULT_ROLES: readonly Role[] = ["customer", "agent"];

/** A recording, a second at a time. */
function* slices(
  { sampleRateHz, channels }: Audio,
): Generator<readonly Float32Array[]> {
  const count = channels[0]?.length ?? 0;
  for (let at = 0; at < count; at += sampleRateHz) {
    yield channels.map((samples) => samples.subarray(at, at + sampleRateHz));
  }
}

/** Interleaved `pcm_f32le`: little-endian as every machine that Deno runs on. */
function float32Bytes(channels: readonly Float32Array[]): Uint8Array {
  return new Uint8Array(interleave(channels).buffer);
}

/** The format of a recording, held to the rules for `open`. */
function formatOf(
  { sampleRateHz, channelCount }: Omit<AudioPieces, "pieces">,
  roles: readonly Role[] = DEFAULT_ROLES.slice(0, channelCount),
): AudioFormat {
  if (roles.length !== channelCount) {
    throw new ProtocolError(
      "unsupported_channels",
      `Cannot classify as each of ${channelCount} channels must have a role: current value is ${roles.length} roles`,
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

/**
 * What a session needs that nobody waits for live: its clock stands still, so no
 * window is late, and as the next is asked for when one is answered, none waits.
 */
export function offlineDeps(model: SessionModel): SessionDeps {
  return {
    model: {
      ...model,
      score: (request) => model.score({ ...request, isUrgent: true }),
    },
    now: () => 0,
    breathe: createBreath(() => performance.now()),
    budget: new ByteBudget(MAX_QUEUED_BYTES),
    backlog: { note() {} }, // nobody waits for a file's windows
  };
}

/** A recording that was begun is heard to its end; who sends the next one waits for it. */
function heardOut(allowance: AudioAllowance): Pick<AudioAllowance, "take"> {
  return { take: (bytes, format) => allowance.charge(bytes, format) };
}

function once<T = void>(start: (done: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve) => start(resolve));
}
