/**
 * The file names of RAVDESS, which say all there is to know of a recording.
 *
 *     03-01-06-01-02-01-12.wav
 *      |  |  |  |  |  |  +-- actor 01 to 24, odd male, even female
 *      |  |  |  |  |  +-- repetition 1st, 2nd
 *      |  |  |  |  +-- statement
 *      |  |  |  +-- intensity normal, strong (neutral has no strong)
 *      |  |  +-- emotion, the eight of RAVDESS_EMOTIONS (song has the first six)
 *      |  +-- vocal channel speech, song
 *      +-- modality audio-video, video-only, audio-only
 *
 * Source: Livingstone and Russo 2018, PLoS ONE 13(5): e0196391, "File naming".
 *
 * @module
 */

/** The eight emotions, in the order of their codes 01 to 08. */
export const RAVDESS_EMOTIONS = [
  "neutral",
  "calm",
  "happy",
  "sad",
  "angry",
  "fearful",
  "disgust",
  "surprised",
] as const;
const MODALITIES = ["audio-video", "video-only", "audio-only"] as const;
const VOCAL_CHANNELS = ["speech", "song"] as const;
const INTENSITIES = ["normal", "strong"] as const;
const STATEMENTS = [
  "Kids are talking by the door",
  "Dogs are sitting by the door",
] as const;
const REPETITIONS = [1, 2] as const;
const ACTOR_COUNT = 24;
/** Nobody sang disgust or surprise. */
const SUNG_EMOTIONS: readonly string[] = RAVDESS_EMOTIONS.slice(0, 6);

/** Whether a sentence is spoken or sung. */
export type VocalChannel = typeof VOCAL_CHANNELS[number];

/** What a RAVDESS file name says. */
export interface RavdessName {
  readonly modality: typeof MODALITIES[number];
  readonly vocalChannel: VocalChannel;
  readonly emotion: typeof RAVDESS_EMOTIONS[number];
  readonly intensity: typeof INTENSITIES[number];
  readonly statement: typeof STATEMENTS[number];
  readonly repetition: typeof REPETITIONS[number];
  /** 1 to 24. */
  readonly actor: number;
  readonly sex: "male" | "female";
}

const SHAPE = /^(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)\.\w+$/;

/**
 * Reads a RAVDESS file name, without its folder but with its extension:
 * `03-01-06-01-02-01-12.wav` is fearful speech of actor 12, a woman.
 *
 * @throws {SyntaxError} If the name is not seven two-digit numbers.
 * @throws {RangeError} If a number names nothing, or names what was never recorded.
 */
export function parseRavdessName(fileName: string): RavdessName {
  const codes = SHAPE.exec(fileName)?.slice(1).map(Number);
  if (!codes) {
    throw new SyntaxError(
      `Cannot parse a RAVDESS name as it must be seven two-digit numbers: current value is "${fileName}"`,
    );
  }
  const meant = <T>(part: string, index: number, values: readonly T[]): T => {
    const code = codes[index]!;
    if (code >= 1 && code <= values.length) return values[code - 1]!;
    throw new RangeError(
      `Cannot parse "${fileName}" as its ${part} must be within 01 and ${
        twoDigits(values.length)
      }: current value is ${twoDigits(code)}`,
    );
  };
  const name: RavdessName = {
    modality: meant("modality", 0, MODALITIES),
    vocalChannel: meant("vocal channel", 1, VOCAL_CHANNELS),
    emotion: meant("emotion", 2, RAVDESS_EMOTIONS),
    intensity: meant("intensity", 3, INTENSITIES),
    statement: meant("statement", 4, STATEMENTS),
    repetition: meant("repetition", 5, REPETITIONS),
    actor: meant("actor", 6, ACTORS),
    sex: codes[6]! % 2 === 1 ? "male" : "female",
  };
  checkRecorded(name, fileName);
  return name;
}

const ACTORS = Array.from({ length: ACTOR_COUNT }, (_, i) => i + 1);

function checkRecorded(name: RavdessName, fileName: string): void {
  if (name.emotion === "neutral" && name.intensity === "strong") {
    throw new RangeError(
      `Cannot parse "${fileName}" as neutral must be of normal intensity: current value is "strong"`,
    );
  }
  if (name.vocalChannel === "song" && !SUNG_EMOTIONS.includes(name.emotion)) {
    throw new RangeError(
      `Cannot parse "${fileName}" as a song's emotion must be one of ${
        SUNG_EMOTIONS.join(", ")
      }: current value is "${name.emotion}"`,
    );
  }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
