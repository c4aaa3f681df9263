/** The pages that people read, cut into what can be checked. */

export const PROJECT = new URL("../../", import.meta.url);

/** A fenced block. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Of the page, from 1. */
  readonly line: number;
  /** What the comment before it says: "not run: why", or "run by: which test". */
  readonly mark: Mark | undefined;
  /** Whether nothing but blank lines lies between it and the block before. */
  readonly isAnswer: boolean;
}

/** Why a block is not run as it stands. */
export interface Mark {
  readonly kind: "not run" | "run by";
  readonly text: string;
}

/** A page. */
export interface Page {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

const FENCE = /^```(\w+)\n(.*?)^```$/gms;
const MARK = /<!-- (not run|run by): (.+?) -->\s*$/s;

/** All pages: the README and what lies in docs, sorted. */
export function readPages(): readonly Page[] {
  return [...pathsBelow("docs/"), "README.md"].map(readPage);
}

/** One page. */
export function readPage(path: string): Page {
  const text = Deno.readTextFileSync(new URL(path, PROJECT));
  return { path, text, blocks: blocksOf(text) };
}

function* pathsBelow(folder: string): Generator<string> {
  const entries = [...Deno.readDirSync(new URL(folder, PROJECT))];
  for (const { name, isDirectory } of entries.sort(byName)) {
    if (isDirectory) yield* pathsBelow(`${folder}${name}/`);
    else if (name.endsWith(".md")) yield `${folder}${name}`;
  }
}

function byName(a: Deno.DirEntry, b: Deno.DirEntry): number {
  return a.name < b.name ? -1 : 1;
}

/** The blocks of a page, in order. */
export function blocksOf(text: string): Block[] {
  let end = 0;
  return [...text.matchAll(FENCE)].map((match) => {
    const [whole, language, inside] = match;
    const before = text.slice(end, match.index);
    const mark = MARK.exec(before);
    const isAnswer = end > 0 && before.trim() === "";
    end = match.index + whole.length;
    return {
      language: language!,
      text: inside!,
      line: text.slice(0, match.index).split("\n").length,
      mark: mark === null ? undefined : {
        kind: mark[1] as Mark["kind"],
        text: mark[2]!.replaceAll(/\s+/g, " "),
      },
      isAnswer,
    };
  });
}

/** The page without its blocks: what is prose. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(FENCE, "");
}

/** What the headings are called in links, as GitHub has it. */
export function anchorsOf(markdown: string): Set<string> {
  const prose = markdown.replaceAll(FENCE, "");
  return new Set(
    [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-")
    ),
  );
}

/** The commands of a shell block, a line each; of a transcript, what follows "$ ". */
export function commandsOf({ language, text }: Block): string[] {
  const lines = text.replaceAll(/\\\n\s*/g, "").split("\n");
  const typed = language === "console"
    ? lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2))
    : lines;
  return typed.map((line) => line.replace(/(^|\s)#\s.*$/, "").trim())
    .filter((line) => line !== "");
}
