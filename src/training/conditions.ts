/**
 * What a recording may go through before it is heard.
 *
 * @module
 */
import { FEATURES } from "../audio/feature_spec.ts";
import { withNoise } from "./impairments/noise.ts";
import { losePackets } from "./impairments/packet_loss.ts";
import { LINE_HZ, overTelephone } from "./impairments/telephone.ts";
import { Random } from "./random.ts";

/** What a condition does to samples at 16 kHz; `recording` names the draws of chance. */
type Treatment = (samples: Float32Array, recording: string) => Float32Array;

const TREATMENTS = {
  "clean": (samples) => samples,
  "telephone": (samples) => overTelephone(samples),
  "loss-1": lossy(0.01),
  "loss-3": lossy(0.03),
  "loss-5": lossy(0.05),
  "noise-20": noisy(20),
  "noise-10": noisy(10),
  "noise-0": noisy(0),
  "level-20": atLevel(-20),
  "level-10": atLevel(-10),
  "level+10": atLevel(10),
} satisfies Record<string, Treatment>;

/**
 * A condition under which a model is measured.
 *
 * - `clean`: as recorded, at 16 kHz.
 * - `telephone`: 300 to 3400 Hz at 8 kHz, mu-law and back.
 * - `loss-N`: by telephone, N % of the packets of 20 ms lost and left silent.
 * - `noise-N`: pink noise, N dB below the active level of the speech.
 * - `level-N`, `level+N`: N dB quieter or louder; what passes full scale is clipped.
 */
export type Condition = keyof typeof TREATMENTS;

/** All conditions, the undisturbed one first. */
export const CONDITIONS: readonly Condition[] = Object.keys(
  TREATMENTS,
) as Condition[];

/**
 * Reads a condition's name.
 *
 * @throws {RangeError} If there is no such condition.
 */
export function parseCondition(text: string): Condition {
  const found = CONDITIONS.find((condition) => condition === text);
  if (found) return found;
  throw new RangeError(
    `Cannot set a condition as it must be one of ${
      CONDITIONS.join(", ")
    }: current value is "${text}"`,
  );
}

/**
 * Reads the names of conditions, set apart by commas; `all` is every one.
 *
 * @returns At least one, each once, in the order of their first mention.
 * @throws {RangeError} If there is no such condition.
 */
export function parseConditions(text: string): readonly Condition[] {
  if (text === "all") return CONDITIONS;
  const names = text.split(",").map((name) => name.trim());
  return [...new Set(names.map(parseCondition))];
}

/**
 * Puts a signal through a condition.
 *
 * @param samples At 16 kHz.
 * @param recording Names the recording: under one name chance strikes alike
 * every time, under two independently.
 * @returns As many samples at 16 kHz, not shifted in time.
 */
export function underCondition(
  samples: Float32Array,
  condition: Condition,
  recording = "",
): Float32Array {
  return TREATMENTS[condition](samples, recording);
}

function lossy(share: number): Treatment {
  return (samples, recording) => {
    const random = new Random(0, "packets", recording);
    return overTelephone(
      samples,
      (line) => losePackets(line, LINE_HZ, share, random),
    );
  };
}

function noisy(snrDb: number): Treatment {
  return (samples, recording) => {
    const random = new Random(0, "noise", recording);
    return withNoise(samples, FEATURES.sampleRateHz, snrDb, random);
  };
}

function atLevel(gainDb: number): Treatment {
  const gain = 10 ** (gainDb / 20);
  return (samples) =>
    samples.map((sample) => Math.max(-1, Math.min(1, gain * sample)));
}
