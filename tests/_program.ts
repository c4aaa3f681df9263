/**
 * The server as a stranger starts it: an own process, on a free port, until it is
 * stopped.
 *
 * @module
 */

/** How {@linkcode startProgram} starts it. */
export interface ProgramOptions {
  /** Runs Deno; another version of it, or with limits of the system. */
  readonly deno?: readonly string[];
  /** What stands between `run` and the program. */
  readonly flags?: readonly string[];
  /** The program. @default {"main.ts"} */
  readonly entry?: string;
  /** Where it is started. @default the project's root */
  readonly cwd?: string | URL;
}

/** A server that is ready. */
export interface Program {
  readonly httpUrl: string;
  readonly wsUrl: string;
  readonly pid: number;
  /** All that it has said so far, on both of its outputs. */
  readonly said: () => string;
  /** Ends it as an operator would. @returns Its exit code. */
  stop(signal?: Deno.Signal): Promise<number>;
}

/** Starts main.ts and waits until it is ready. @throws {Error} If it ends before. */
export async function startProgram(
  env: Record<string, string>,
  {
    deno = [Deno.execPath()],
    flags = ["--allow-all"],
    entry = "main.ts",
    cwd = new URL("../", import.meta.url),
  }: ProgramOptions = {},
): Promise<Program> {
  const [command, ...args] = [...deno, "run", "--quiet", ...flags, entry];
  const process = new Deno.Command(command!, {
    args,
    cwd,
    env: { PORT: "0", NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let said = "";
  const ready = Promise.withResolvers<void>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      said += text;
      if (said.includes("is ready")) ready.resolve();
    }
  };
  const reading = Promise.all([read(process.stdout), read(process.stderr)])
    .then(() =>
      ready.reject(new Error(`it ended before it was ready: ${said}`))
    );
  await ready.promise;
  const [, address] = /listens on (\S+)/.exec(said)!;
  return {
    httpUrl: `http://${address}`,
    wsUrl: `ws://${address}`,
    pid: process.pid,
    said: () => said,
    async stop(signal = "SIGTERM") {
      process.kill(signal);
      const { code } = await process.status;
      await reading;
      return code;
    },
  };
}
