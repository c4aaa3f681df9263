/**
 * Reads which recordings a corpus holds, from RAVDESS' file names or from a
 * manifest, and looks at each file once for its hash.
 *
 * @module
 */
import type { Clip, Corpus, Refusal } from "./clip.ts";
import { parseManifest } from "./manifest.ts";
import {
  scanRavdessFolder,
  type VocalChannelChoice,
} from "./ravdess_folder.ts";
import { RAVDESS_EMOTIONS } from "./ravdess_name.ts";
import { sha256Hex } from "../model/sha256.ts";

/** Where a corpus is. */
export type CorpusSource =
  | {
    /** A folder of RAVDESS recordings. */
    readonly directory: string;
    /** @default {"speech"} */
    readonly vocalChannel?: VocalChannelChoice;
  }
  | {
    /** A CSV file that lists recordings and labels. */
    readonly manifest: string;
  };

type Listing = Omit<Corpus, "clips" | "duplicates"> & {
  readonly clips: readonly (Omit<Clip, "sha256" | "speaker"> & {
    readonly speaker?: string;
  })[];
};

/**
 * Reads a corpus. Files that cannot be used are refused one by one, with the
 * reason; they stop nothing as long as one clip is left.
 *
 * @throws {Error} If folder or manifest is missing, or no clip is left.
 */
export async function readCorpus(source: CorpusSource): Promise<Corpus> {
  const listing = "manifest" in source
    ? await listManifest(source.manifest)
    : await listRavdess(source.directory, source.vocalChannel ?? "speech");
  const clips: Clip[] = [];
  const refused = [...listing.refused];
  for (const clip of listing.clips) {
    try {
      const sha256 = await sha256Hex(await Deno.readFile(clip.path));
      clips.push({ ...clip, sha256, speaker: clip.speaker ?? unnamed(sha256) });
    } catch (error) {
      refused.push({ path: clip.path, reason: unreadable(error as Error) });
    }
  }
  if (clips.length === 0) throw emptyCorpus(source, listing.skipped, refused);
  const used = new Set(clips.map(({ label }) => label));
  const labels = listing.labels.filter((label) => used.has(label));
  return { ...listing, labels, clips, refused, duplicates: twins(clips) };
}

async function listRavdess(
  directory: string,
  vocalChannel: VocalChannelChoice,
): Promise<Listing> {
  const found = await scanRavdessFolder(directory, vocalChannel);
  const clips = found.recordings.map(({ path, name }) => ({
    path,
    label: name.emotion,
    speaker: String(name.actor),
    ravdess: name,
  }));
  return { ...found, clips, labels: RAVDESS_EMOTIONS, speakersKnown: true };
}

async function listManifest(manifest: string): Promise<Listing> {
  const { entries, refused } = parseManifest(
    await readManifest(manifest),
    manifest.includes("/") ? manifest.slice(0, manifest.lastIndexOf("/")) : ".",
  );
  const speakersKnown = entries.some(({ speaker }) => speaker !== undefined);
  const clips = entries.toSorted((a, b) => a.path < b.path ? -1 : 1);
  const labels = [...new Set(clips.map(({ label }) => label))].sort();
  return { clips, labels, refused, skipped: {}, speakersKnown };
}

/** Stands for the speaker of a recording; goes into cards, where no path should. */
function unnamed(sha256: string): string {
  return `${UNNAMED} ${sha256.slice(0, 12)}`;
}

const UNNAMED = "unnamed";

/** Whether a speaker's name is one that stands for a recording alone. */
export function isUnnamed(speaker: string): boolean {
  return speaker.startsWith(`${UNNAMED} `);
}

async function readManifest(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new Error(
      `Cannot read a manifest as it must be a file: current value is "${path}"`,
      { cause: error },
    );
  }
}

function unreadable(error: Error): string {
  return error instanceof Deno.errors.NotFound
    ? "Cannot read it as there is no such file"
    : `Cannot read it: ${error.message}`;
}

/** One line that says what was found instead. */
function emptyCorpus(
  source: CorpusSource,
  skipped: Corpus["skipped"],
  refused: readonly Refusal[],
): Error {
  const where = "manifest" in source ? source.manifest : source.directory;
  const found = Object.entries(skipped).map(([why, count]) =>
    `${count} ${why}`
  );
  if (refused[0]) {
    found.push(`${refused.length} refused, the first: ${refused[0].reason}`);
  }
  return new Error(
    `Cannot use the corpus "${where}" as it must hold a usable clip: current value is ${
      found.join(", ") || "no file"
    }`,
  );
}

function twins(clips: readonly Clip[]): Corpus["duplicates"] {
  const first = new Map<string, string>();
  const found: { path: string; of: string }[] = [];
  for (const { path, sha256 } of clips) {
    const of = first.get(sha256);
    if (of === undefined) first.set(sha256, path);
    else found.push({ path, of });
  }
  return found;
}
