/**
 * Where the runs of a cross-validation are kept, so that none is made twice.
 *
 *     DIR/F0-seed0-3b1c...json         what was heard: the run is done with that
 *     DIR/F0-seed0-3b1c.../            its model, which `evaluate` takes too; several
 *                                      networks together: F0-seeds0+1-77ad...
 *     DIR/F0-seed0-3b1c...checkpoint   while it trains
 *     DIR/F0-seed0-3b1c...lock         held while a process is at work on it
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { writeAtomically } from "./write_atomically.ts";
import type { PlannedRun } from "./cross_validation_plan.ts";
import type { FoldName } from "./folds.ts";
import type { Outcomes } from "./outcomes.ts";

/** A run that was trained, and what was heard by it so far. */
export interface KeptRun {
  readonly format: typeof KEPT_FORMAT;
  readonly fold: FoldName;
  /** Of its network, or of the first of several. */
  readonly seed: number;
  /** Day on which its weights were done, `YYYY-MM-DD`. */
  readonly date: string;
  /** Hash of its weights, hexadecimal. */
  readonly weightsSha256: string;
  /** By condition: the clips of the fold's test actors, at temperature 1. */
  readonly heard: Readonly<Record<string, Outcomes>>;
}

/** Version of the files' form. */
export const KEPT_FORMAT = 1;

type RunId = Pick<PlannedRun, "id">;

/** The runs below one folder. */
export class RunStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The folder of a run's model. */
  modelFolder({ id }: RunId): string {
    return `${this.#folder}/${id}`;
  }

  /** The same, as `loadModel()` takes it. */
  modelUrl(run: RunId): URL {
    return pathToFileURL(`${this.modelFolder(run)}/`);
  }

  /** The file of a run that is still in training. */
  checkpoint({ id }: RunId): string {
    return `${this.#folder}/${id}.checkpoint`;
  }

  /** Whether a run is trained: its card is written last. */
  async isTrained(run: RunId): Promise<boolean> {
    return await exists(`${this.modelFolder(run)}/card.json`);
  }

  /**
   * What was heard in a run, or none.
   *
   * @throws {SyntaxError} If its file is not one of ours.
   */
  async read(run: RunId): Promise<KeptRun | undefined> {
    const file = this.#file(run);
    if (!await exists(file)) return undefined;
    const kept = parse(await Deno.readTextFile(file));
    if (kept?.format === KEPT_FORMAT) return kept;
    throw new SyntaxError(
      `Cannot go on with "${file}" as it must be a run that was kept in form ${KEPT_FORMAT}: remove it to have the run made again`,
    );
  }

  /** Keeps what was heard. */
  async write(run: RunId, kept: KeptRun): Promise<void> {
    const bytes = new TextEncoder().encode(`${JSON.stringify(kept)}\n`);
    await writeAtomically(this.#file(run), bytes);
  }

  /**
   * Waits until no other process is at work on a run, and keeps others away
   * until the result is disposed of, by this process or by its end.
   */
  async lock({ id }: RunId): Promise<Disposable> {
    await Deno.mkdir(this.#folder, { recursive: true });
    const options = { create: true, write: true };
    const file = await Deno.open(`${this.#folder}/${id}.lock`, options);
    await file.lock(true);
    return file;
  }

  #file({ id }: RunId): string {
    return `${this.#folder}/${id}.json`;
  }
}

function parse(text: string): KeptRun | undefined {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
