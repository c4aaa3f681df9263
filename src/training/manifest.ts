/**
 * Reads a list of labelled recordings, for any data set of one's own.
 *
 *     path,label,speaker,split
 *     calls/0001.wav,angry,anna,train
 *     calls/0002.wav,calm,ben,test
 *
 * `speaker` and `split` may be missing; other columns are ignored.
 *
 * @module
 */
// Quotes, line ends and byte order marks as spreadsheets write them.
import { parse } from "csv-parse/sync";
import { type Refusal, SPLIT_PARTS, type SplitPart } from "./clip.ts";

/** One line of a manifest. */
export interface ManifestEntry {
  /** Resolved against the manifest's folder. */
  readonly path: string;
  readonly label: string;
  readonly speaker?: string;
  readonly split?: SplitPart;
}

/** What a manifest says. */
export interface Manifest {
  readonly entries: readonly ManifestEntry[];
  readonly refused: readonly Refusal[];
}

/**
 * Parses a manifest's text. A faulty line is refused and does not stop the others.
 *
 * @param folder Folder against which relative paths are resolved.
 * @throws {SyntaxError} If it is not CSV, or has no `path` and `label` column.
 */
export function parseManifest(text: string, folder: string): Manifest {
  const entries = new Map<string, ManifestEntry>();
  const refused: Refusal[] = [];
  for (const { record, info } of parseCsv(text)) {
    const path = record["path"] ?? "";
    const fault = faultOf(record) ??
      (entries.has(path) ? "its path must be listed once" : undefined);
    if (fault) {
      const line = JSON.stringify(Object.values(record).join(","));
      const reason =
        `Cannot use line ${info.lines} as ${fault}: current value is ${line}`;
      refused.push({ path: resolve(path, folder), reason });
    } else entries.set(path, toEntry(record, folder));
  }
  return { entries: [...entries.values()], refused };
}

/** A line by its columns; a short line lacks the last of them. */
interface Line {
  readonly record: Readonly<Record<string, string | undefined>>;
  readonly info: { readonly lines: number };
}

function parseCsv(text: string): Line[] {
  const options = {
    bom: true,
    info: true,
    relaxColumnCount: true,
    skipEmptyLines: true,
    trim: true,
  };
  try {
    return parse(text, { ...options, columns: checkedColumns }) as Line[];
  } catch (error) {
    throw new SyntaxError(
      `Cannot read a manifest as ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function checkedColumns(header: string[]): string[] {
  for (const column of ["path", "label"]) {
    if (header.includes(column)) continue;
    throw new SyntaxError(
      `its first line must name the columns path and label: current value is "${header}"`,
    );
  }
  return header;
}

function faultOf(record: Line["record"]): string | undefined {
  const { path, label, split } = record;
  if (!path) return "its path must not be empty";
  if (!label) return "its label must not be empty";
  if (!split || isSplitPart(split)) return undefined;
  return `its split must be one of ${SPLIT_PARTS.join(", ")}, or empty`;
}

function toEntry(
  { path, label, speaker, split }: Line["record"],
  folder: string,
): ManifestEntry {
  return {
    path: resolve(path!, folder),
    label: label!,
    ...(speaker && { speaker }),
    ...(split && isSplitPart(split) && { split }),
  };
}

function isSplitPart(text: string): text is SplitPart {
  return SPLIT_PARTS.some((part) => part === text);
}

/** By hand, as a path of another system's making may hold anything but a slash. */
function resolve(path: string, folder: string): string {
  return path.startsWith("/") ? path : `${folder}/${path}`;
}
