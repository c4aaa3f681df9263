/** Does a page, and compares what comes with what it shows. */
import { filesOf } from "./_files.ts";
import { missingField, missingLine } from "./_loosely.ts";
import { Newcomer } from "./_newcomer.ts";
import { type Block, commandsOf, type Page } from "./_pages.ts";

/** Blocks of these are typed, */
export const SHELLS = ["sh", "console"];
/** and blocks of these are run, unless a comment says why not. */
export const PROGRAMS = ["ts", "js"];

/** Whether a block is done as it stands. */
export function isRun({ language, mark }: Block): boolean {
  return mark === undefined && [...SHELLS, ...PROGRAMS].includes(language);
}

/** Does all of a page in one copy of the project. @throws {Error} At its first fault, with its place. */
export async function doPage(page: Page): Promise<void> {
  await using newcomer = await Newcomer.arrive(filesOf(page));
  let output: string | undefined;
  for (const block of page.blocks) {
    try {
      if (isRun(block)) output = await runBlock(newcomer, block);
      else if (block.isAnswer && output !== undefined) compare(block, output);
      else output = undefined;
    } catch (error) {
      throw new Error(
        `${page.path}:${block.line}: ${(error as Error).message}`,
      );
    }
  }
}

async function runBlock(newcomer: Newcomer, block: Block): Promise<string> {
  if (PROGRAMS.includes(block.language)) {
    return await newcomer.runProgram(block.text, block.language);
  }
  let output = "";
  for (const line of commandsOf(block)) output += await newcomer.type(line);
  if (block.language === "console") {
    const shown = block.text.split("\n").filter((line) => !/^\$ /.test(line));
    compareText(shown.join("\n"), output);
  }
  return output;
}

/** What a page shows right after a command must be of the kind that came. */
function compare({ language, text }: Block, output: string): void {
  if (language === "text") compareText(text, output);
  if (language !== "json") return;
  const answer = JSON.parse(output.slice(output.indexOf("{")));
  const missing = missingField(JSON.parse(text), answer);
  if (missing !== undefined) throw new Error(`no ${missing} in ${output}`);
}

function compareText(text: string, output: string): void {
  const missing = missingLine(text, output);
  if (missing !== undefined) {
    throw new Error(`there is no line as "${missing}" in\n${output}`);
  }
}
