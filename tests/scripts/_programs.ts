/** Runs the programs as a shell would. */
import { encodeWav } from "../../src/audio/wav.ts";

/** What a program left behind. */
export interface Outcome {
  readonly code: number;
  /** Lines of its standard output. */
  readonly lines: string[];
  readonly errors: string;
}

/** Runs `scripts/<name>.ts` with the permissions of its task. */
export async function runScript(
  name: string,
  args: readonly string[],
): Promise<Outcome> {
  const root = new URL("../../", import.meta.url);
  const { tasks } = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", root)),
  );
  const [, ...task] = tasks[name].command.split(" ");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...task, ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  const lines = text.decode(stdout).split("\n");
  return { code, lines: lines.slice(0, -1), errors: text.decode(stderr) };
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
