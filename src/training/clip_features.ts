/**
 * Computes the features of a clip, in every variant that needs its samples.
 *
 * @module
 */
import { FEATURES, type FeatureSpec } from "../audio/feature_spec.ts";
import { Framer } from "../audio/framer.ts";
import { LogMel } from "../audio/log_mel.ts";
import { overTelephone } from "./impairments/telephone.ts";
import { KNOBS } from "./knobs.ts";
import { speechRegion } from "./speech_region.ts";
import {
  type FeatureVariant,
  SILENT_POWER,
  STEPS_PER_NAT,
} from "./training_clip.ts";
import { resampled } from "./whole_signal.ts";

/** Counts up whenever the same samples would give other features than before. */
export const FEATURES_VERSION = 1;

/** 0.3 s: the shortest thing that one embedding of 0.265 s can see whole at any speed. */
const FEWEST_SAMPLES = 4_800;

/**
 * The variants of a clip: each speed, straight and through a telephone.
 *
 * @param samples At 16 kHz.
 * @throws {RangeError} If the clip is shorter than 0.3 s or nothing in it is
 * louder than the features' floor.
 */
export function clipVariants(
  samples: Float32Array,
  spec: FeatureSpec = FEATURES,
  speeds: readonly number[] = KNOBS.speeds,
): FeatureVariant[] {
  if (samples.length < FEWEST_SAMPLES) {
    throw new RangeError(
      `Cannot use a clip as it must last 0.3 s: current value is ${
        samples.length / spec.sampleRateHz
      } s`,
    );
  }
  const logMel = new LogMel(spec);
  const variants = speeds.flatMap((speed) => {
    const played = atSpeed(samples, speed, spec.sampleRateHz);
    return [false, true].map((phone) => ({
      speed,
      phone,
      ...analysed(phone ? overTelephone(played) : played, logMel, spec),
    }));
  });
  checkHeard(variants[0]!, spec.powerFloor);
  return variants;
}

/** Plays a signal faster or slower, pitch and all: a resampler whose output is taken for 16 kHz. */
function atSpeed(
  samples: Float32Array,
  speed: number,
  rateHz: number,
): Float32Array {
  const fasterHz = Math.round(rateHz * Math.max(speed, 1 / speed));
  return speed >= 1
    ? resampled(samples, fasterHz, rateHz)
    : resampled(samples, rateHz, fasterHz);
}

function analysed(
  samples: Float32Array,
  logMel: LogMel,
  spec: FeatureSpec,
): Pick<FeatureVariant, "frames" | "levels" | "region"> {
  const { frameSamples, hopSamples, melCount } = spec;
  const frames = 1 + Math.floor((samples.length - frameSamples) / hopSamples);
  const levels = new Int16Array(frames * melCount);
  const power = new Float32Array(frames);
  new Framer(spec).push(samples, logMel.samples, (count, first) => {
    logMel.powerRows(count).forEach((value, i) => {
      levels[first * melCount + i] = toLevel(value);
      power[first + Math.floor(i / melCount)]! += value / melCount;
    });
  });
  return { frames, levels, region: speechRegion(power) };
}

/** Sixteen bits hold powers from 1e-14 to 1e+13; no sample is beyond 8, no power beyond 1e+4. */
function toLevel(power: number): number {
  return Math.round(STEPS_PER_NAT * Math.log(power + SILENT_POWER));
}

function checkHeard({ levels }: FeatureVariant, powerFloor: number): void {
  const floor = Math.log(powerFloor) * STEPS_PER_NAT;
  if (levels.some((level) => level > floor)) return;
  throw new RangeError(
    "Cannot use a clip as something in it must be heard: all of it is silence",
  );
}
