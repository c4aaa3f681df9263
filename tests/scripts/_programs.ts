/** Runs the programs as a shell would. */
import { encodeWav } from "../../src/audio/wav.ts";

/** What a program left behind. */
export interface Outcome {
  readonly code: number;
  /** Its standard output, whole and in lines. */
  readonly output: string;
  readonly lines: string[];
  readonly errors: string;
}

const ROOT = new URL("../../", import.meta.url);

/** `scripts/<name>.ts` with the permissions of its task, in a folder of choice. */
export async function scriptCommand(
  name: string,
  args: readonly string[],
  cwd: string | URL = ROOT,
): Promise<Deno.Command> {
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", ROOT)),
  );
  const [, ...task]: string[] = tasks[name].command.split(" ");
  const script = new URL(task.pop()!, ROOT).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: [...task, script, ...args],
    cwd,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs a program to its end. */
export async function runScript(
  name: string,
  args: readonly string[],
  cwd?: string | URL,
): Promise<Outcome> {
  const command = await scriptCommand(name, args, cwd);
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  const output = text.decode(stdout);
  const lines = output.split("\n").slice(0, -1);
  return { code, output, lines, errors: text.decode(stderr) };
}

/** Writes a WAV file that is gone after the work. */
export async function withWav<T>(
  audio: Parameters<typeof encodeWav>[0],
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".wav" });
  try {
    await Deno.writeFile(path, encodeWav(audio));
    return await work(path);
  } finally {
    await Deno.remove(path);
  }
}
