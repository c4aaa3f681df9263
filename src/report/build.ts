/**
 * From a model's files to the files of its report.
 *
 * @module
 */
import { cardJson } from "./card_json.ts";
import { cardPage } from "./card_page.ts";
import type { Page } from "./document.ts";
import { drawPicture } from "./draw.ts";
import { htmlPage } from "./html.ts";
import { markdownPage } from "./markdown.ts";
import type { ModelFiles } from "./model_files.ts";
import type { Picture } from "./picture.ts";
import { reportPage } from "./report_page.ts";

/** Texts by path below the model's folder. The same files give the same bytes. */
export async function buildReport(
  files: ModelFiles,
): Promise<Map<string, string>> {
  const [report, card] = [reportPage(files), cardPage(files)];
  const pictures = [report, card].flatMap(picturesOf);
  const drawings = new Map<string, string>();
  for (const picture of pictures) {
    if (drawings.has(picture.name)) continue;
    drawings.set(picture.name, await drawPicture(picture));
  }
  return new Map([
    ["README.md", markdownPage(card)],
    ["model_card.json", `${JSON.stringify(cardJson(files), null, 2)}\n`],
    ["report.html", htmlPage(report, drawings)],
    ...[...drawings].map(([name, svg]) =>
      [`pictures/${name}.svg`, `${svg}\n`] as const
    ),
  ]);
}

function picturesOf({ blocks }: Page): Picture[] {
  return blocks.flatMap((block) => {
    if (block.kind === "figure") {
      return block.beside ? [block.picture, block.beside] : [block.picture];
    }
    return block.kind === "pictures" ? block.pictures : [];
  });
}
