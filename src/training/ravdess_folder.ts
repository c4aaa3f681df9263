/**
 * Finds the recordings of RAVDESS below a folder, by their names alone.
 *
 * @module
 */
import type { Refusal } from "./clip.ts";
import {
  parseRavdessName,
  type RavdessName,
  type VocalChannel,
} from "./ravdess_name.ts";

/** A recording by its name; nothing of it has been read. */
export interface NamedRecording {
  readonly path: string;
  readonly name: RavdessName;
}

/** What lies below a folder. */
export interface RavdessFolder {
  readonly recordings: readonly NamedRecording[];
  readonly refused: readonly Refusal[];
  readonly skipped: Readonly<Record<string, number>>;
}

/** What to take of it: speech, song or both. */
export type VocalChannelChoice = VocalChannel | "both";

/** Extensions of the release; anything else is not a recording of it. */
const EXTENSIONS = [".wav", ".mp4"];

/**
 * Looks through a folder and all below it. Files with a picture, of the other
 * vocal channel, of another kind, and second copies (one popular download
 * holds everything twice) are counted as skipped.
 *
 * @throws {Error} If there is no such folder.
 */
export async function scanRavdessFolder(
  directory: string,
  vocalChannel: VocalChannelChoice,
): Promise<RavdessFolder> {
  const recordings = new Map<string, NamedRecording>();
  const refused: Refusal[] = [];
  const skipped: Record<string, number> = {};
  for (const path of (await filesBelow(directory)).sort()) {
    const fileName = path.slice(path.lastIndexOf("/") + 1);
    try {
      const name = isRecording(fileName)
        ? parseRavdessName(fileName)
        : undefined;
      const reason = recordings.has(fileName)
        ? "second copy"
        : reasonToSkip(name, vocalChannel);
      if (reason) skipped[reason] = (skipped[reason] ?? 0) + 1;
      else if (name) recordings.set(fileName, { path, name });
    } catch (error) {
      refused.push({ path, reason: (error as Error).message });
    }
  }
  return { recordings: [...recordings.values()], refused, skipped };
}

/** Hidden files count as none: macOS archives shadow every recording with one. */
function isRecording(fileName: string): boolean {
  const isKnown = EXTENSIONS.some((end) =>
    fileName.toLowerCase().endsWith(end)
  );
  return isKnown && !fileName.startsWith(".");
}

function reasonToSkip(
  name: RavdessName | undefined,
  wanted: VocalChannelChoice,
): string | undefined {
  if (!name) return "other file";
  if (name.modality !== "audio-only") return name.modality;
  if (wanted === "both" || name.vocalChannel === wanted) return undefined;
  return name.vocalChannel;
}

async function filesBelow(directory: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of readFolder(directory)) {
    const path = `${directory.replace(/\/$/, "")}/${entry.name}`;
    if (await isFolder(entry, path)) paths.push(...await filesBelow(path));
    else paths.push(path);
  }
  return paths;
}

/** A link counts as what it leads to; one that leads round ends where the system says so. */
async function isFolder(entry: Deno.DirEntry, path: string): Promise<boolean> {
  if (!entry.isSymlink) return entry.isDirectory;
  const target = await Deno.stat(path).catch(() => undefined);
  return target?.isDirectory ?? false;
}

async function* readFolder(directory: string): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(directory);
  } catch (error) {
    throw new Error(
      `Cannot read a corpus as it must be a folder: current value is "${directory}"`,
      { cause: error },
    );
  }
}
