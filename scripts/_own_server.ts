/**
 * A server of this program's own, as `deno task start` would run it.
 *
 * @module
 */
import config from "../deno.json" with { type: "json" };
import { linesOf } from "./_lines_of.ts";
import { pinned } from "./_pin.ts";
import { taskWords } from "./_task_words.ts";
import type { Usage } from "./_usage.ts";

/** How it is run. */
export interface OwnServerOptions {
  /** The one core it may use; without it, all. */
  readonly core?: number | undefined;
  /** Whether it tells what it uses. @default {false} */
  readonly isWatched?: boolean;
  /** Its `MODEL`; without it, that of this process's environment. */
  readonly model?: string | undefined;
  /** A module that it loads first. */
  readonly preload?: string | undefined;
  /** Its environment beside that. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** What a server used, and when this process heard of it. */
export interface HeardUsage extends Usage {
  readonly heardMs: number;
}

const MAIN = new URL("../main.ts", import.meta.url).href;
const SELF_REPORT = new URL("_self_report.ts", import.meta.url).href;

/** Lines of the log that are kept. */
const MAX_LINES = 50;

/** How often a server that starts is asked whether it is ready. */
const POLL_MS = 2;

/** A server in a process of its own, on a free port of this machine. */
export class OwnServer {
  readonly #process: Deno.ChildProcess;
  /** Host and port, once it listens. */
  #address: string | undefined;
  /** Settles when the process has ended and all it said is heard. */
  readonly #end: Promise<Deno.CommandStatus>;
  #hasEnded = false;
  /** The latest lines of its log. */
  readonly said: string[] = [];
  /** What it told of itself so far, if it is watched. */
  readonly usages: HeardUsage[] = [];

  /**
   * Starts a server and waits until it is ready.
   *
   * @throws {Error} If it ends instead, with what it said.
   */
  static async start(options: OwnServerOptions = {}): Promise<OwnServer> {
    const server = new OwnServer(commandOf(options).spawn());
    const isReady = await Promise.race([
      server.#untilReady(),
      server.#end.then(() => false),
    ]);
    if (isReady) return server;
    throw new Error(
      `Cannot start a server as it must get ready: ${server.#lastWords}`,
    );
  }

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    const heard = Promise.all([this.#listen(), this.#readReports()]);
    this.#end = process.status.then(async (status) => {
      this.#hasEnded = true;
      await heard;
      return status;
    });
  }

  /** Its process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Where it listens, on this machine. */
  get port(): number {
    return Number(new URL(this.origin).port);
  }

  /** Where its routes are. */
  get origin(): string {
    return `http://${this.#address}`;
  }

  /** Where its sessions are. */
  get streamUrl(): string {
    return `ws://${this.#address}/v1/stream`;
  }

  /**
   * Ends it as an operator would.
   *
   * @throws {Error} If it had ended by itself, or ends with a fault.
   */
  async stop(): Promise<void> {
    const endedBefore = this.#hasEnded;
    try {
      this.#process.kill("SIGTERM");
    } catch {
      // It has ended: its code tells.
    }
    const { code } = await this.#end;
    if (!endedBefore && code === 0) return;
    throw new Error(
      `Cannot trust what was measured as the server must live until it is stopped: it ended with code ${code}, ${this.#lastWords}`,
    );
  }

  /** Ends it as a power cut would; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#end;
  }

  get #lastWords(): string {
    return `it said "${this.said.join("; ")}"`;
  }

  async #listen(): Promise<void> {
    for await (const line of linesOf(this.#process.stderr)) {
      if (this.said.push(line) > MAX_LINES) this.said.shift();
      this.#address ??= /listens on (\S+)/.exec(line)?.[1];
    }
  }

  async #readReports(): Promise<void> {
    for await (const line of linesOf(this.#process.stdout)) {
      const usage: Usage = JSON.parse(line);
      this.usages.push({ ...usage, heardMs: performance.now() });
    }
  }

  async #untilReady(): Promise<boolean> {
    while (!this.#hasEnded) {
      const address = this.#address;
      if (address && await isOk(`http://${address}/readyz`)) return true;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return false;
  }
}

/** The command of the task, on a free port of this machine. */
function commandOf(
  { core, isWatched, model, preload, env }: OwnServerOptions,
): Deno.Command {
  const [deno, run, ...flags] = taskWords(
    config.tasks.start.command,
  );
  const first = [preload, isWatched ? SELF_REPORT : undefined]
    .flatMap((module) => module === undefined ? [] : ["--preload", module]);
  const command = [deno!, run!, ...first, ...flags.slice(0, -1), MAIN];
  const [program, ...args] = core === undefined
    ? command
    : pinned(core, command);
  return new Deno.Command(program!, {
    args,
    env: {
      HOST: "127.0.0.1",
      PORT: "0",
      NO_COLOR: "1",
      RECORDS: "off", // what is measured is nobody's call
      ...model && { MODEL: model },
      ...env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function isOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // it is gone: its process tells why
  }
}
