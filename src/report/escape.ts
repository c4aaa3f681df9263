/**
 * Text from a file, as text of a page: nothing in it is markup.
 *
 * @module
 */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For HTML and SVG, between tags and within quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/**
 * For Markdown as GitHub shows it, in a line or a cell of a table. What cannot be
 * markup there stays as it is: an "&" that begins no entity, a "_" within a word.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*[\]|~#]|(?<![a-z0-9])_|_(?![a-z0-9])/gi, "\\$&")
    .replaceAll(/[<>]|&(?=#?\w+;)/g, (character) => ENTITIES[character]!);
}
