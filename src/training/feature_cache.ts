/**
 * Keeps the features of clips in a folder, a file each.
 *
 * @module
 */
import { FEATURES, type FeatureSpec } from "../audio/feature_spec.ts";
import type { Clip } from "./clip.ts";
import { clipVariants, FEATURES_VERSION } from "./clip_features.ts";
import { decodeFeatures, encodeFeatures } from "./feature_file.ts";
import { KNOBS } from "./knobs.ts";
import { readClip } from "./read_clip.ts";
import { sha256Hex } from "../model/sha256.ts";
import type { FeatureVariant } from "./training_clip.ts";
import { writeAtomically } from "./write_atomically.ts";

/** Where features are kept unless another folder is named. */
export const DEFAULT_CACHE = ".cache/features";

/**
 * Features by the content of a clip's file and everything else they depend on,
 * so that a stale file is never read, only never asked for again.
 *
 * A file appears whole or not at all, so what a killed process had finished is
 * there for the next one, and two processes may share a folder.
 */
export class FeatureCache {
  readonly #directory: string;
  readonly #spec: FeatureSpec;
  readonly #speeds: readonly number[];
  #computedCount = 0;

  constructor(
    directory: string = DEFAULT_CACHE,
    spec: FeatureSpec = FEATURES,
    speeds: readonly number[] = KNOBS.speeds,
  ) {
    this.#directory = directory;
    this.#spec = spec;
    this.#speeds = speeds;
  }

  /** Clips that were not there and had to be computed. */
  get computedCount(): number {
    return this.#computedCount;
  }

  /**
   * The variants of a clip, read, or computed and kept.
   *
   * @throws {SyntaxError} If the clip's file cannot be decoded.
   * @throws {RangeError} If it is too short or silent.
   */
  async variants(
    clip: Pick<Clip, "path" | "sha256">,
  ): Promise<readonly FeatureVariant[]> {
    const file = await this.#file(clip.sha256);
    const kept = await read(file);
    if (kept) return kept;
    const samples = await readClip(clip.path);
    const variants = clipVariants(samples, this.#spec, this.#speeds);
    await this.#write(file, encodeFeatures(variants));
    this.#computedCount++;
    return variants;
  }

  async #file(clipSha256: string): Promise<string> {
    const key = [FEATURES_VERSION, this.#spec, this.#speeds, clipSha256];
    const text = new TextEncoder().encode(JSON.stringify(key));
    return `${this.#directory}/${await sha256Hex(text)}.features`;
  }

  async #write(file: string, bytes: Uint8Array): Promise<void> {
    await Deno.mkdir(this.#directory, { recursive: true });
    await writeAtomically(file, bytes);
  }
}

async function read(file: string): Promise<FeatureVariant[] | undefined> {
  try {
    return decodeFeatures(await Deno.readFile(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
