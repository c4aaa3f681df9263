/** The pages hold what they say: their commands run, their links lead somewhere. */
import { assert, assertEquals } from "@std/assert";
import { doPage, isRun, PROGRAMS, SHELLS } from "./docs/_do_page.ts";
import {
  anchorsOf,
  commandsOf,
  type Page,
  PROJECT,
  proseOf,
  readPage,
  readPages,
} from "./docs/_pages.ts";

const PAGES = readPages();
const RUNNABLE = [...SHELLS, ...PROGRAMS];
const INDENTED = /^ +```(?:sh|console|ts|js)$/m;
/** Pages done at a time: what a page calls at the pace of speech leaves time for others. */
const LANES = 4;

const root = JSON.parse(
  Deno.readTextFileSync(new URL("deno.json", PROJECT)),
);
const TASKS: Readonly<Record<string, { command: string }>> = root.tasks;

/** All lines of shell in a page, whether they are run or not. */
function shellOf(page: Page): string[] {
  return page.blocks.filter(({ language }) => SHELLS.includes(language))
    .flatMap(commandsOf);
}

/** What calls a task: its name, and what comes after it. */
const CALL = /\bdeno(?:@[\d.]+)? task ([\w:-]+)([^|>]*)/;

/** All calls of tasks in a page, in its blocks and in its prose. */
function callsIn(
  page: Page,
): { line: string; name: string; flags: string[] }[] {
  const inProse = [...proseOf(page).matchAll(/`([^`]*\bdeno task [^`]+)`/g)]
    .map(([, code]) => code!.replaceAll(/\s+/g, " "));
  return [...shellOf(page), ...inProse].flatMap((line) => {
    const [, name, rest] = CALL.exec(line) ?? [];
    if (name === undefined) return [];
    return [{ line, name, flags: rest!.match(/(?<=\s)--[a-z-]+/g) ?? [] }];
  });
}

Deno.test("every task that a page names is there, with the flags it shows", async () => {
  const usages = new Map<string, Promise<string>>();
  for (const page of PAGES) {
    for (const { line, name, flags } of callsIn(page)) {
      const task = TASKS[name];
      assert(task, `${page.path}: there is no task ${name}: ${line}`);
      if (flags.length === 0) continue;
      const script = task.command.split(" ").at(-1)!;
      const usage = usages.get(script) ?? usageOf(script);
      usages.set(script, usage);
      for (const flag of flags) {
        if (flag === "--help") continue;
        const isKnown = new RegExp(`${flag}(?![\\w-])`).test(await usage);
        assert(isKnown, `${page.path}: ${name} has no ${flag}: ${line}`);
      }
    }
  }
});

async function usageOf(script: string): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", script, "--help"],
    cwd: PROJECT,
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("every link between the pages leads to a file and to a heading of it", async () => {
  for (const page of PAGES) {
    const links = [
      ...proseOf(page).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g),
    ].map(([, link, picture]) => link ?? picture!);
    for (const link of links) {
      if (/^https?:/.test(link)) continue;
      const [path, anchor] = link.split("#");
      const url = new URL(path || page.path, new URL(page.path, PROJECT));
      const target = path === "" ? new URL(page.path, PROJECT) : url;
      const info = await Deno.stat(target).catch(() => undefined);
      assert(info, `${page.path}: ${link} leads nowhere`);
      if (anchor === undefined) continue;
      const anchors = anchorsOf(await Deno.readTextFile(target));
      assert(anchors.has(anchor), `${page.path}: ${link} has no heading`);
    }
  }
});

Deno.test("every page can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const path of reached) {
    const page = PAGES.find((page) => page.path === path)!;
    for (const [, link] of proseOf(page).matchAll(/\]\(([^)\s#]+\.md)/g)) {
      const { href } = new URL(link!, new URL(path, PROJECT));
      const target = href.slice(PROJECT.href.length);
      if (PAGES.some((page) => page.path === target)) reached.add(target);
    }
  }
  assertEquals([...reached].sort(), PAGES.map(({ path }) => path).sort());
});

/** Beside the server's settings: what programs, examples, the image and Deno read. */
const READ_ELSEWHERE = [
  ...["scripts/_key.ts", "examples/alert_bot.ts", "compose.yaml"],
  ...["deno.json", "main.ts"],
].map((path) => Deno.readTextFileSync(new URL(path, PROJECT))).join("\n");
/** Names that belong to a phone platform. */
const OF_PLATFORMS = [
  "STREAM_EXTRA_HEADERS",
  "MOD_AUDIO_FORK_SUBPROTOCOL_NAME",
];
/** A name with a value, or one in code that can be nothing else. */
const VARIABLE = /(?<![\w$])([A-Z][A-Z_]{2,})=|`([A-Z]+_[A-Z_]+)`/g;

Deno.test("every variable that a page names is one", () => {
  const settings = new Set(
    [...readPage("docs/configuration.md").text.matchAll(/^\| `([A-Z_]+)`/gm)]
      .map(([, name]) => name!),
  );
  for (const { path, text } of PAGES) {
    for (const [, assigned, alone] of text.matchAll(VARIABLE)) {
      const name = assigned ?? alone!;
      const isKnown = settings.has(name) || name.startsWith("OTEL_") ||
        OF_PLATFORMS.includes(name) ||
        text.includes(`$${name}`) || // the page's own
        new RegExp(`\\b${name}\\b`).test(READ_ELSEWHERE);
      assert(isKnown, `${path}: nothing reads ${name}`);
    }
  }
});

Deno.test("every block says what language it is in, and is run or says why not", async () => {
  const notRun: string[] = [];
  for (const { path, text, blocks } of PAGES) {
    const fences = text.match(/^```/gm) ?? [];
    assertEquals(blocks.length * 2, fences.length, `${path}: a bare block`);
    assert(!INDENTED.test(text), `${path}: a block that no test sees`);
    for (const { language, line, mark } of blocks) {
      if (!RUNNABLE.includes(language) || mark === undefined) continue;
      if (mark.kind === "not run") notRun.push(`${path}:${line}: ${mark.text}`);
      else await assertRunBy(mark.text, path);
    }
  }
  console.log(["not run:", ...notRun].join("\n  "));
});

/** A block that another test runs: the test is there, and names the page. */
async function assertRunBy(test: string, path: string): Promise<void> {
  if (test === "deno task test") {
    const [, leftOut = ""] = /--ignore=(\S+)/.exec(TASKS.test!.command) ?? [];
    const isRun = !leftOut.split(",").some((left) => path.startsWith(left));
    assert(isRun, `${path} is not run by ${test}`);
    return;
  }
  const text = await Deno.readTextFile(new URL(test, PROJECT));
  assert(text.includes(path), `${test} does not name ${path}`);
}

Deno.test("every page can be done line by line", async () => {
  const faults: string[] = [];
  const pages = PAGES.filter(({ blocks }) => blocks.some(isRun)).values();
  const lanes = Array.from({ length: LANES }, async () => {
    for (const page of pages) {
      await doPage(page).catch(({ message }) => faults.push(message));
    }
  });
  await Promise.all(lanes);
  assertEquals(faults, []);
});
