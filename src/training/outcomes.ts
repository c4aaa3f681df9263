/**
 * What a client would be told of labelled clips.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import { classifyAudio } from "../session/classify_audio.ts";
import type { SessionModel } from "../session/scoring.ts";
import type { Clip, Refusal } from "./clip.ts";
import { type Condition, underCondition } from "./conditions.ts";
import { readClip } from "./read_clip.ts";
import { speechSpan, type TimeSpan } from "./speech_span.ts";

/** Probabilities `[labels]`, or null where nothing was heard as speech. */
type Heard = readonly number[] | null;

/** What was shown of a window, and of when it is. */
export interface ShownWindow extends TimeSpan {
  /** Index of the label that held, or null where nothing was heard as speech. */
  readonly label: number | null;
  /** Whether the label was shown as the likeliest only. */
  readonly uncertain: boolean;
}

/** A clip, and what was heard in it. */
export interface Outcome {
  readonly clip: Clip;
  /** Index of the true label among the model's. */
  readonly label: number;
  /** Of the whole clip, from the channel's summary. */
  readonly utterance: Heard;
  /** Of each window as it was sent, smoothed. */
  readonly windows: readonly Heard[];
  /** Of the same windows. */
  readonly shown: readonly ShownWindow[];
  /** When there is speech in truth, by the clip as it was recorded. */
  readonly speech: TimeSpan;
}

/**
 * Checks that a model has a word for every label of some clips.
 *
 * @throws {RangeError} If a label is not one of the model's.
 */
export function checkLabelsKnown(
  clips: readonly Pick<Clip, "label">[],
  labels: readonly string[],
): void {
  const unknown = clips.find(({ label }) => !labels.includes(label));
  if (!unknown) return;
  throw new RangeError(
    `Cannot evaluate as a clip's label must be one of the model's, ${
      labels.join(", ")
    }: current value is "${unknown.label}"`,
  );
}

/** What was heard, and the clips whose files could not be. */
export interface Outcomes {
  readonly outcomes: readonly Outcome[];
  readonly refused: readonly Refusal[];
}

/**
 * Runs each clip through a session of its own, the same code that serves.
 *
 * @param onClip Is called after every clip, for a progress bar.
 */
export async function hearClips(
  model: SessionModel,
  clips: readonly Clip[],
  condition: Condition,
  onClip: () => void = () => {},
): Promise<Outcomes> {
  const outcomes: Outcome[] = [];
  const refused: Refusal[] = [];
  for (const clip of clips) {
    const samples = await readClip(clip.path).catch(asRefusal);
    if (samples instanceof SyntaxError) {
      refused.push({ path: clip.path, reason: samples.message });
    } else outcomes.push(await hearClip(model, clip, samples, condition));
    onClip();
  }
  return { outcomes, refused };
}

/**
 * Runs one clip through a session of its own.
 *
 * @param samples Of the clip as it was recorded, at 16 kHz.
 */
export async function hearClip(
  model: SessionModel,
  clip: Clip,
  samples: Float32Array,
  condition: Condition,
): Promise<Outcome> {
  const heard = underCondition(samples, condition, clip.sha256);
  const speech = speechSpan(samples);
  return { clip, speech, ...await hear(model, clip.label, heard) };
}

/** A file that is no WAV is refused; any other fault is no fault of the clip. */
function asRefusal(error: unknown): SyntaxError {
  if (error instanceof SyntaxError) return error;
  throw error;
}

async function hear(
  model: SessionModel,
  label: string,
  samples: Float32Array,
): Promise<Omit<Outcome, "clip" | "speech">> {
  const { predictions, summary } = await classifyAudio(model, {
    sampleRateHz: FEATURES.sampleRateHz,
    channels: [samples],
  });
  const ordered = (posterior: Readonly<Record<string, number>> | null) =>
    posterior && model.labels.map((label) => posterior[label]!);
  return {
    label: model.labels.indexOf(label),
    utterance: ordered(summary[0]!.posterior),
    windows: predictions.map(({ posterior }) => ordered(posterior)),
    shown: predictions.map(({ startMs, endMs, state, label }) => ({
      startMs,
      endMs,
      label: label === null ? null : model.labels.indexOf(label),
      uncertain: state === "uncertain",
    })),
  };
}
