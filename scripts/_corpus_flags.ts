/**
 * The flags by which programs are told where their corpus is.
 *
 *     --corpus DIR [--song]   a folder of RAVDESS recordings; with its songs
 *     --manifest CSV          any data set: path,label[,speaker,split]
 *     --cache DIR             where features are kept
 *
 * @module
 */
import type { CorpusSource } from "../src/training/corpus.ts";
import { DEFAULT_CACHE } from "../src/training/feature_cache.ts";

/** Their options for `parseArgs`. */
export const CORPUS_OPTIONS = {
  corpus: { type: "string" },
  manifest: { type: "string" },
  song: { type: "boolean", default: false },
  cache: { type: "string", default: DEFAULT_CACHE },
} as const;

/**
 * Where the flags say the corpus is.
 *
 * @throws {SyntaxError} Unless exactly one place is named.
 */
export function toCorpusSource(
  flags: {
    readonly corpus?: string | undefined;
    readonly manifest?: string | undefined;
    readonly song: boolean;
  },
): CorpusSource {
  const { corpus, manifest, song } = flags;
  if (corpus !== undefined && manifest === undefined) {
    return { directory: corpus, vocalChannel: song ? "both" : "speech" };
  }
  if (manifest !== undefined && corpus === undefined) return { manifest };
  throw new SyntaxError(
    "Cannot read a corpus as either --corpus DIR or --manifest CSV must be given",
  );
}
