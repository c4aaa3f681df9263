/**
 * Does what a page says, as somebody would who has just cloned the project: types
 * its commands in a copy of it, a page a copy, and sees what comes.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { taskWords } from "../../scripts/_task_words.ts";
import { type Program, startProgram } from "../_program.ts";
import { PROJECT } from "./_pages.ts";

/** What the programs, the server and the training of a page need. */
const COPIED = [
  ...["main.ts", "deno.json", "deno.lock", "src", "scripts", "models"],
  ...["examples", "tests/browser/deno.json"],
];
const START = /(?:^|\s)deno task start$/;
/** Pages dial where a server listens by default; here it listens where there was room. */
const DEFAULT_PORT = /(?<=127\.0\.0\.1:)8000\b/g;
const DIALS = /deno task (?:stream|simulate) /;

/** Nothing on a page takes so long: whatever does waits for something. */
const MAX_COMMAND_MS = 120_000;

/** The person, until they leave. */
export class Newcomer implements AsyncDisposable {
  readonly #folder: string;
  #server: Program | undefined;
  /** What `deno task key` showed last: pages leave it out. */
  #key = "";

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Clones the project, with some files beside it. */
  static async arrive(
    files: ReadonlyMap<string, string | Uint8Array<ArrayBuffer>>,
  ): Promise<Newcomer> {
    const folder = await Deno.makeTempDir();
    const newcomer = new Newcomer(folder);
    const root = fileURLToPath(PROJECT);
    await newcomer.#bash(
      `cd '${root}' && cp -r --parents ${COPIED.join(" ")} '${folder}'`,
    );
    for (const [path, content] of files) {
      const file = `${folder}/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), {
        recursive: true,
      });
      if (typeof content === "string") await Deno.writeTextFile(file, content);
      else await Deno.writeFile(file, content);
    }
    return newcomer;
  }

  /** Types a line. @returns What it printed; if that is nothing, what it said on the other output. @throws {Error} If it fails. */
  async type(line: string): Promise<string> {
    const known = this.#known(line.replaceAll(/npx -y deno@[\d.]+/g, "deno"));
    if (START.test(known)) return await this.#start(known);
    return await this.#bash(known);
  }

  /** Runs a program of a page, with the types checked. */
  async runProgram(program: string, extension: string): Promise<string> {
    const file = `${this.#folder}/program.${extension}`;
    await Deno.writeTextFile(file, this.#known(program));
    return await this.#bash(`deno run --quiet --check -A '${file}'`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.stop();
    await Deno.remove(this.#folder, { recursive: true });
  }

  /** With the port of the server that runs, and the key that was shown. */
  #known(text: string): string {
    const known = text.replaceAll("ut_…", this.#key);
    if (this.#server === undefined) return known;
    const { port } = new URL(this.#server.httpUrl);
    const dialled = known.replaceAll(DEFAULT_PORT, port);
    if (!DIALS.test(dialled) || dialled.includes("--url")) return dialled;
    const path = dialled.includes("task stream") ? "/v1/stream" : "";
    return `${dialled} --url ws://127.0.0.1:${port}${path}`;
  }

  async #start(line: string): Promise<string> {
    await this.#server?.stop();
    const settings = line.replace(START, "").trim();
    const shown = await this.#bash(`${settings} env -0`);
    const env = Object.fromEntries(
      shown.split("\0").filter((entry) => /^[A-Z]\w*=/.test(entry))
        .map((entry) => entry.split(/=(.*)/s).slice(0, 2)),
    );
    this.#server = await startProgram({ ...env, PORT: "0" }, {
      flags: await startFlags(),
      cwd: this.#folder,
    });
    return this.#server.said();
  }

  /** A shell keeps its variables from one line to the next, so they are put down between. */
  async #bash(line: string): Promise<string> {
    const state = `'${this.#folder}/.shell'`;
    const script =
      `set -ae; [ ! -e ${state} ] || . ${state}\n${line}\nexport -p >${state}`;
    const { code, stdout, stderr } = await new Deno.Command("bash", {
      args: ["-c", script],
      cwd: this.#folder,
      env: { NO_COLOR: "1", LOG_FORMAT: "text" }, // as at a terminal
      signal: AbortSignal.timeout(MAX_COMMAND_MS),
    }).output();
    const text = new TextDecoder();
    const [output, errors] = [text.decode(stdout), text.decode(stderr)];
    if (code !== 0) throw new Error(`${line}\n${output}${errors}`);
    this.#key = /\but_[\w-]+/.exec(errors)?.[0] ?? this.#key;
    return output === "" ? errors : output;
  }
}

/** The permissions of `deno task start`. */
async function startFlags(): Promise<string[]> {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", PROJECT)),
  );
  return taskWords(tasks.start.command).slice(2, -1);
}
