/**
 * A page as Markdown, as GitHub shows it.
 *
 * @module
 */
import type { Block, Inline, Page, Table, Text } from "./document.ts";
import { escapeHtml, escapeMarkdown } from "./escape.ts";
import type { Picture } from "./picture.ts";

/** The whole page, its pictures in a folder beside it. */
export function markdownPage({ title, blocks }: Page): string {
  const body = blocks.map((block) => markdownBlock(block, "pictures/"));
  return `${[`# ${escapeMarkdown(title)}`, ...body].join("\n\n")}\n`;
}

/**
 * One part of a page.
 *
 * @param pictures Path to the folder of the pictures, with its slash.
 */
export function markdownBlock(block: Block, pictures: string): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case "paragraph":
      return markdownText(block.text);
    case "notice":
      return `> ${markdownText(block.text)}`;
    case "list":
      return block.items.map((item) => `- ${markdownText(item)}`).join("\n");
    case "table":
      return markdownTable(block.table);
    case "figure": {
      const { picture, beside, table } = block;
      const shown = beside ? [picture, beside] : [picture];
      const images = markdownImages(shown, pictures);
      return table ? `${images}\n\n${markdownTable(table)}` : images;
    }
    case "pictures":
      return markdownImages(block.pictures, pictures);
    case "tiles":
      return block.tiles
        .map(({ value, label }) => `**${value}** ${escapeMarkdown(label)}`)
        .join(" · ");
    case "shell":
      return ["```sh", ...block.lines, "```"].join("\n");
  }
}

function markdownText(text: Text): string {
  return typeof text === "string"
    ? escapeMarkdown(text)
    : text.map(markdownInline).join("");
}

function markdownInline(inline: Inline): string {
  if (typeof inline === "string") return escapeMarkdown(inline);
  if ("strong" in inline) return `**${escapeMarkdown(inline.strong)}**`;
  if ("code" in inline) return `\`${inline.code.replaceAll("`", "'")}\``;
  return `[${escapeMarkdown(inline.text)}](${encodeURI(inline.link)})`;
}

/** Padded, so that it reads as a table in a terminal too. */
function markdownTable({ head, rows, wordColumns = 1 }: Table): string {
  const cells = [head, ...rows].map((row) => row.map(escapeMarkdown));
  const widths = head.map((_, column) =>
    Math.max(3, ...cells.map((row) => row[column]!.length))
  );
  const isWords = (column: number) => column < wordColumns;
  const line = (row: readonly string[]) =>
    `| ${
      row.map((cell, i) =>
        isWords(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)
      ).join(" | ")
    } |`;
  const rule = widths.map((width, i) =>
    isWords(i) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`
  );
  return [line(cells[0]!), line(rule), ...cells.slice(1).map(line)].join("\n");
}

function markdownImages(
  pictures: readonly Picture[],
  folder: string,
): string {
  const place = pictures.length > 1 ? 'width="49%" align="top"' : 'width="480"';
  return pictures.map(({ name, title, description }) =>
    `<img src="${folder}${name}.svg" ${place} alt="${
      escapeHtml(`${title}. ${description}`)
    }">`
  ).join("\n");
}
