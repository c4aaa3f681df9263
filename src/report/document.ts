/**
 * What a page says, before it is HTML or Markdown.
 *
 * @module
 */
import type { Picture } from "./picture.ts";

/** A piece of a sentence. None of its text is markup, wherever it comes from. */
export type Inline =
  | string
  | { readonly strong: string }
  | { readonly code: string }
  | { readonly link: string; readonly text: string };

/** A sentence or several. */
export type Text = string | readonly Inline[];

/** Rows under a head; the first column names the row. */
export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Leading columns that hold words, not numbers (1). */
  readonly wordColumns?: number;
}

/** A figure that stands for many. */
export interface Tile {
  readonly value: string;
  readonly label: string;
}

/** A part of a page. */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: Text }
  /** What nobody may overlook. */
  | { readonly kind: "notice"; readonly text: Text }
  | { readonly kind: "list"; readonly items: readonly Text[] }
  | { readonly kind: "table"; readonly table: Table }
  /** A picture, and the numbers in it beside it. */
  | {
    readonly kind: "figure";
    readonly picture: Picture;
    /** Another, above the numbers. */
    readonly beside?: Picture | undefined;
    readonly table?: Table | undefined;
  }
  | { readonly kind: "pictures"; readonly pictures: readonly Picture[] }
  | { readonly kind: "tiles"; readonly tiles: readonly Tile[] }
  /** What one types. */
  | { readonly kind: "shell"; readonly lines: readonly string[] };

/** A whole page. */
export interface Page {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A section's head. */
export function heading(text: string, level: 2 | 3 = 2): Block {
  return { kind: "heading", level, text };
}

/** Sentences. */
export function paragraph(...text: Inline[]): Block {
  return { kind: "paragraph", text };
}

const PIECE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)]+)\)/g;

/**
 * Reads our own sentences with `code`, **strong** and [links](…) in them. Text
 * from a file never passes here.
 */
export function prose(source: string): Inline[] {
  const inlines: Inline[] = [];
  let end = 0;
  for (const match of source.matchAll(PIECE)) {
    const [whole, code, strong, text, link] = match;
    if (match.index > end) inlines.push(source.slice(end, match.index));
    if (code !== undefined) inlines.push({ code });
    else if (strong !== undefined) inlines.push({ strong });
    else inlines.push({ link: link!, text: text! });
    end = match.index + whole.length;
  }
  if (end < source.length) inlines.push(source.slice(end));
  return inlines;
}

/** Our own sentences without what is markup in them. */
export function plain(source: string): string {
  return source.replaceAll(
    PIECE,
    (_, code, strong, text, link) => code ?? strong ?? `${text} (${link})`,
  );
}

/** Our own sentences as a list. */
export function proseList(items: readonly string[]): Block {
  return { kind: "list", items: items.map(prose) };
}
