/**
 * A page as HTML that needs nothing else: no script, no network, no other file.
 *
 * @module
 */
import type { Block, Inline, Page, Table, Text, Tile } from "./document.ts";
import { escapeHtml } from "./escape.ts";
import { STYLE } from "./html_style.ts";

/** Drawn pictures, by name. */
export type Drawings = ReadonlyMap<string, string>;

/** The whole page with its pictures in it. */
export function htmlPage({ title, blocks }: Page, drawings: Drawings): string {
  const heads = blocks.flatMap((block) =>
    block.kind === "heading" && block.level === 2 ? [block.text] : []
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1></header>
<nav aria-label="Sections"><ul>
${heads.map((head) => `<li>${anchor(head)}</li>`).join("\n")}
</ul></nav>
<main>
${blocks.map((block) => htmlBlock(block, drawings)).join("\n")}
</main>
</body>
</html>
`;
}

function htmlBlock(block: Block, drawings: Drawings): string {
  switch (block.kind) {
    case "heading": {
      const { level, text } = block;
      const id = level === 2 ? ` id="${slug(text)}"` : "";
      return `<h${level}${id}>${escapeHtml(text)}</h${level}>`;
    }
    case "paragraph":
      return `<p>${htmlText(block.text)}</p>`;
    case "notice":
      return `<p class="notice">${htmlText(block.text)}</p>`;
    case "list":
      return `<ul>\n${
        block.items.map((item) => `<li>${htmlText(item)}</li>`).join("\n")
      }\n</ul>`;
    case "table":
      return htmlTable(block.table);
    case "figure":
      return htmlPair(block, drawings);
    case "pictures":
      return `<div class="pair">\n${
        block.pictures.map(({ name }) => htmlFigure(name, drawings)).join("\n")
      }\n</div>`;
    case "tiles":
      return htmlTiles(block.tiles);
    case "shell":
      return `<pre><code>${escapeHtml(block.lines.join("\n"))}</code></pre>`;
  }
}

function anchor(head: string): string {
  return `<a href="#${slug(head)}">${escapeHtml(head)}</a>`;
}

/** Of a heading of ours: letters, digits and dashes. */
function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

function htmlText(text: Text): string {
  return typeof text === "string"
    ? escapeHtml(text)
    : text.map(htmlInline).join("");
}

function htmlInline(inline: Inline): string {
  if (typeof inline === "string") return escapeHtml(inline);
  if ("strong" in inline) {
    return `<strong>${escapeHtml(inline.strong)}</strong>`;
  }
  if ("code" in inline) return `<code>${escapeHtml(inline.code)}</code>`;
  return `<a href="${escapeHtml(encodeURI(inline.link))}">${
    escapeHtml(inline.text)
  }</a>`;
}

function htmlFigure(name: string, drawings: Drawings): string {
  const drawing = drawings.get(name);
  if (drawing === undefined) {
    throw new RangeError(
      `Cannot lay out a page as its pictures must be drawn: "${name}" is not`,
    );
  }
  return `<figure>${drawing}</figure>`;
}

/** A picture to the left, what belongs to it to the right. */
function htmlPair(
  { picture, beside, table }: Extract<Block, { readonly kind: "figure" }>,
  drawings: Drawings,
): string {
  const right = [
    beside && htmlFigure(beside.name, drawings),
    table && htmlTable(table),
  ].filter((part) => part !== undefined);
  return `<div class="pair">
${htmlFigure(picture.name, drawings)}
<div>
${right.join("\n")}
</div>
</div>`;
}

/** Scrolls in its own box where a screen is narrow. */
function htmlTable({ caption, head, rows, wordColumns = 1 }: Table): string {
  const words = (column: number) =>
    column < wordColumns ? ` class="words"` : "";
  const line = (row: readonly string[]) =>
    `<tr>${
      row.map((cell, i) =>
        i === 0
          ? `<th scope="row">${escapeHtml(cell)}</th>`
          : `<td${words(i)}>${escapeHtml(cell)}</td>`
      ).join("")
    }</tr>`;
  return `<div class="table" role="region" tabindex="0" aria-label="${
    escapeHtml(caption)
  }">
<table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${
    head.map((cell, i) => `<th scope="col"${words(i)}>${escapeHtml(cell)}</th>`)
      .join("")
  }</tr></thead>
<tbody>
${rows.map(line).join("\n")}
</tbody>
</table>
</div>`;
}

function htmlTiles(tiles: readonly Tile[]): string {
  const one = ({ value, label }: Tile) =>
    `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd></div>`;
  return `<dl class="tiles">\n${tiles.map(one).join("\n")}\n</dl>`;
}
