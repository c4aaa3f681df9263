/**
 * A clip as training sees it: its label, and its band powers in every variant
 * that cannot be made from the powers themselves.
 *
 * @module
 */
import type { FrameSpan } from "./speech_region.ts";

/**
 * Steps of one nat in the stored levels. A step is 0.004 dB, far below the
 * noise of any recording; 16 bits reach from -32 to +32 nat, and ln(1e-10) is
 * -23.
 */
export const STEPS_PER_NAT = 1024;

/** Band power below which nothing is stored: an eternal silence, -100 dBFS. */
export const SILENT_POWER = 1e-10;

/** One rendering of a clip: at a speed, straight or through a telephone. */
export interface FeatureVariant {
  /** How much faster it is played than recorded; pitch and tempo move together. */
  readonly speed: number;
  /** Whether it went through a telephone. */
  readonly phone: boolean;
  readonly frames: number;
  /** `[frames, mels]`, ln(band power + {@linkcode SILENT_POWER}) in steps of 1/1024 nat. */
  readonly levels: Int16Array;
  /** Where its speech lies. */
  readonly region: FrameSpan;
}

/** A labelled clip with its features. */
export interface TrainingClip {
  /** Index into the corpus' labels. */
  readonly label: number;
  readonly speaker: string;
  /** Sung, in a corpus that may hold speech too: material to learn from only. */
  readonly isSong: boolean;
  readonly variants: readonly FeatureVariant[];
}

/**
 * The variant of a clip that was made so.
 *
 * @throws {RangeError} If the clip has none.
 */
export function variantOf(
  clip: Pick<TrainingClip, "variants">,
  speed: number,
  phone: boolean,
): FeatureVariant {
  const found = clip.variants.find((v) =>
    v.speed === speed && v.phone === phone
  );
  if (found) return found;
  const held = clip.variants.map((v) => `${v.speed}${v.phone ? " phone" : ""}`);
  throw new RangeError(
    `Cannot take a clip at speed ${speed}${
      phone ? " by phone" : ""
    } as it must be one of its variants: current value is [${held.join(", ")}]`,
  );
}
