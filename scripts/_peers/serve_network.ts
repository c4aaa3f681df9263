/**
 * The peer's end of the wire, for peers in TypeScript.
 *
 * @module
 */
import { linesOf } from "../_lines_of.ts";
import { print } from "../_program.ts";
import type { Answers } from "./contender.ts";
import { readWindows, type Windows } from "./material_folder.ts";
import type { Hello, Question, Replies } from "./wire.ts";

/** A network of another runtime. */
export interface Network {
  readonly version: string;
  /**
   * Scores a batch, as one call.
   *
   * @param rows `[batch, windowRows, melCount]`.
   */
  score(rows: Float32Array, batch: number): Promise<NetworkOutput>;
}

/** What it gives of a batch, each `[batch, labelCount]`. */
export interface NetworkOutput {
  readonly logits: Float32Array;
  readonly posteriors?: Float32Array;
}

/**
 * Loads a network and answers for it until nobody asks any more.
 *
 * @param load Gets the folder of the material.
 */
export async function serveNetwork(
  load: (folder: URL, windows: Windows) => Promise<Network>,
): Promise<void> {
  const folder = new URL(Deno.args[0]!);
  const windows = await readWindows(folder);
  const network = await load(folder, windows);
  const hello: Hello = { version: network.version, measures: ["network"] };
  print(JSON.stringify(hello));
  for await (const line of linesOf(Deno.stdin.readable)) {
    const { ask, batch }: Question = JSON.parse(line);
    const act = ask === "answers" ? answers : times;
    print(JSON.stringify(await act(network, windows, batch)));
  }
}

/** Every window, in batches that wrap around at the end. */
async function answers(
  network: Network,
  windows: Windows,
  batch: number,
): Promise<Answers> {
  const logits: number[][] = [];
  const posteriors: number[][] = [];
  for (let first = 0; first < windows.windowCount; first += batch) {
    const rows = batchOf(windows, first, batch);
    const output = await network.score(rows, batch);
    logits.push(...split(output.logits, batch));
    if (output.posteriors) posteriors.push(...split(output.posteriors, batch));
  }
  const kept = (all: number[][]) => all.slice(0, windows.windowCount);
  return posteriors.length > 0
    ? { logits: kept(logits), posteriors: kept(posteriors) }
    : { logits: kept(logits) };
}

async function times(
  network: Network,
  windows: Windows,
  batch: number,
): Promise<Replies["times"]> {
  const ms: number[] = [];
  for (let first = 1; first < windows.windowCount; first++) {
    const rows = batchOf(windows, first, batch);
    const startMs = performance.now();
    await network.score(rows, batch);
    ms.push((performance.now() - startMs) / batch);
  }
  return { ms };
}

/** The rows of so many windows from `first` on. */
export function batchOf(
  { rows, windowCount }: Windows,
  first: number,
  batch: number,
): Float32Array {
  const size = rows.length / windowCount;
  const joined = new Float32Array(batch * size);
  for (let i = 0; i < batch; i++) {
    const window = (first + i) % windowCount;
    joined.set(rows.subarray(window * size, (window + 1) * size), i * size);
  }
  return joined;
}

function split(values: Float32Array, batch: number): number[][] {
  const size = values.length / batch;
  return Array.from(
    { length: batch },
    (_, i) => [...values.subarray(i * size, (i + 1) * size)],
  );
}
