/**
 * Says in lines of text what a corpus holds, for the one who is about to train on it.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import type { Corpus, Refusal } from "./clip.ts";
import { bandStatistics } from "./statistics.ts";
import { type TrainingClip, variantOf } from "./training_clip.ts";
import type { TrainingClips } from "./training_clips.ts";

/** Column at which the text of a line begins. */
const INDENT = 11;

/** Actor 3 before actor 10. */
const NATURALLY = new Intl.Collator("en", { numeric: true });

/** The names of labels and speakers are padded to this. */
const NAME_WIDTH = 12;

/**
 * What was refused and why, what is there twice, what was left aside; then
 * clips and seconds, in all, by label and by speaker; then the range of the bands.
 */
export function corpusSummary(corpus: Corpus, read: TrainingClips): string[] {
  const bySpeaker = [...Map.groupBy(read.clips, ({ speaker }) => speaker)]
    .sort(([a], [b]) => NATURALLY.compare(a, b));
  return [
    ...fileLines(corpus, read.refused),
    line("Clips", describe(read.clips)),
    ...corpus.labels.map((label, index) => {
      const own = read.clips.filter((clip) => clip.label === index);
      return line("Label", label.padEnd(NAME_WIDTH), describe(own));
    }),
    ...corpus.speakersKnown
      ? bySpeaker.map(([speaker, own]) =>
        line("Speaker", speaker.padEnd(NAME_WIDTH), describe(own))
      )
      : [line("Speakers", "none named: a split may put a voice on both sides")],
    bandLine(read.clips),
  ];
}

function line(title: string, ...words: readonly string[]): string {
  return title.padEnd(INDENT) + words.join(" ");
}

function fileLines(corpus: Corpus, refused: readonly Refusal[]): string[] {
  return [
    ...[...corpus.refused, ...refused].map(({ path, reason }) =>
      line("Refused", `${path}: ${reason}`)
    ),
    ...corpus.duplicates.map(({ path, of }) =>
      line("Duplicate", `${path} is the same audio as ${of}`)
    ),
    ...Object.entries(corpus.skipped).map(([reason, count]) =>
      line("Skipped", `${count} ${reason}`)
    ),
  ];
}

function describe(clips: readonly TrainingClip[]): string {
  const frames = clips.reduce(
    (sum, clip) => sum + variantOf(clip, 1, false).frames,
    0,
  );
  const seconds = frames * FEATURES.hopSamples / FEATURES.sampleRateHz;
  return `${clips.length} clips`.padStart(12) +
    `${seconds.toFixed(1)} s`.padStart(12);
}

/** A corpus recorded at another level or through another line shows here first. */
function bandLine(clips: readonly TrainingClip[]): string {
  if (clips.length === 0) return line("Bands", "none, as no clip is left");
  const { mean, deviation } = bandStatistics(clips);
  return line(
    "Bands",
    `mean ${range(mean)} nat, deviation ${range(deviation)} nat, in speech`,
  );
}

function range(values: ArrayLike<number>): string {
  const all = Array.from(values);
  return `${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)}`;
}
