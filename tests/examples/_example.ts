/** Runs an example as its first lines say. */
import { encodeWav } from "../../src/audio/wav.ts";
import { speechLike } from "../session/_signals.ts";

export const ROOT = new URL("../../", import.meta.url).pathname;

/** An example that serves, and what it says. */
export interface ServingExample extends AsyncDisposable {
  /** What its first line tells. */
  readonly said: string;
  /** What it says next, up to the end of a line. */
  line(): Promise<string>;
}

/** Starts an example that serves, and waits for its first line. */
export async function startExample(
  name: string,
  env: Record<string, string> = {},
): Promise<ServingExample> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", `${ROOT}examples/${name}`],
    env: { NO_COLOR: "1", PORT: "0", ...env },
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = process.stdout.pipeThrough(new TextDecoderStream())
    .getReader();
  let heard = "";
  const line = async () => {
    while (!heard.includes("\n")) {
      const { done, value } = await reader.read();
      if (done) break;
      heard += value;
    }
    const end = heard.indexOf("\n") + 1 || heard.length;
    const said = heard.slice(0, end);
    heard = heard.slice(end);
    return said;
  };
  return {
    said: await line(),
    line,
    async [Symbol.asyncDispose]() {
      process.kill();
      await reader.cancel();
      await process.status;
    },
  };
}

/** Runs a program to its end. */
export async function run(
  program: string,
  args: readonly string[],
  options: Deno.CommandOptions = {},
): Promise<{ code: number; lines: string[]; errors: string }> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    ...options,
  }).output();
  const text = new TextDecoder();
  return {
    code,
    lines: text.decode(stdout).trimEnd().split("\n"),
    errors: text.decode(stderr),
  };
}

/** A folder that is gone after the work, with a recording in it. */
export async function withFolder(
  work: (folder: string, recording: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const recording = `${folder}/call.wav`;
    await Deno.writeFile(
      recording,
      encodeWav({ sampleRateHz: 16_000, channels: [speechLike(3)] }),
    );
    await work(folder, recording);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
