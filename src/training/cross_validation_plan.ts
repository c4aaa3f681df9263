/**
 * Which runs a cross-validation is made of: every fold under every seed, or every
 * fold with the networks of some seeds together.
 *
 *     seeds 0 1 2, two networks a model:   0+1   1+2   2+0
 *
 * @module
 */
import { sha256Hex } from "../model/sha256.ts";
import { FEATURES_VERSION } from "./clip_features.ts";
import type { Clip, Corpus } from "./clip.ts";
import { type FoldName, FOLDS, parseFoldName } from "./folds.ts";
import type { Knobs } from "./knobs.ts";
import { recipeOf } from "./recipe.ts";
import { type Split, splitCorpus } from "./split.ts";
import { speakersOf } from "./training_data.ts";

/** What is asked for. */
export interface Protocol {
  readonly folds: readonly FoldName[];
  readonly seeds: readonly number[];
  /** Of every run, but for its seed. */
  readonly knobs: Knobs;
  /** Networks of a model, of as many seeds; each is trained once. */
  readonly members: number;
  /** Under which each clip is heard, as `parseCondition()` takes them. */
  readonly conditions: readonly string[];
}

/** One model, and the clips of voices it never heard. */
export interface PlannedRun {
  readonly fold: FoldName;
  /** Of its network, or of the first of several. */
  readonly seed: number;
  /** Its own seed among them. */
  readonly knobs: Knobs;
  /** Runs whose networks it averages, trained before; none if it is trained itself. */
  readonly members: readonly PlannedRun[];
  /** The corpus', in the order of the posteriors. */
  readonly labels: readonly string[];
  readonly split: Split;
  /**
   * Fold, seeds, and a hash of all that the weights and the tested clips depend
   * on: a run of other recordings or knobs never passes for this one.
   */
  readonly id: string;
}

/** The folds of Luna-Jiménez et al., as far as a corpus has them. */
const ALL_FOLDS = "luna";

/**
 * Reads which folds to run.
 *
 * @param text `luna` for F0 to F3, and F4 where the corpus holds all of F4's
 * test actors; or names of folds, `F0,F2`.
 * @throws {RangeError} If there is no such fold, one is named twice, or the
 * corpus holds nobody whom F4 tests.
 */
export function parseFolds(text: string, { clips }: Corpus): FoldName[] {
  const speakers = speakersOf(clips);
  if (text === ALL_FOLDS) return foldsWithin(speakers);
  const folds = text.split(",").map((name) => parseFoldName(name.trim()));
  folds.forEach((fold, i) => checkOnce(fold, folds.indexOf(fold) === i));
  if (folds.includes("F4")) checkTested("F4", speakers);
  return folds;
}

function foldsWithin(speakers: readonly string[]): FoldName[] {
  const whole = FOLDS.F4.test.every((actor) => speakers.includes(actor));
  return whole ? ["F0", "F1", "F2", "F3", "F4"] : ["F0", "F1", "F2", "F3"];
}

function checkOnce(fold: FoldName, isFirst: boolean): void {
  if (isFirst) return;
  throw new RangeError(
    `Cannot cross-validate as each fold must be named once: "${fold}" is named twice`,
  );
}

/** A corpus without F4's test actors can train F4, but nothing is left to hear. */
function checkTested(fold: FoldName, speakers: readonly string[]): void {
  const { test } = FOLDS[fold];
  if (test.every((actor) => speakers.includes(actor))) return;
  throw new RangeError(
    `Cannot cross-validate fold ${fold} as the corpus must hold its test actors, ${
      test.join(", ")
    }`,
  );
}

/**
 * The runs of a protocol, seed by seed, so that one seed is whole early. Those
 * that are members of others are not among them; see {@linkcode memberRuns}.
 *
 * @throws {RangeError} If a fold cannot be split, see `splitCorpus()`, or a model
 * is to have more networks than there are seeds.
 */
export async function planRuns(
  corpus: Corpus,
  { folds, seeds, knobs, members }: Omit<Protocol, "conditions">,
): Promise<PlannedRun[]> {
  if (members > seeds.length) {
    throw new RangeError(
      `Cannot cross-validate models of ${members} networks as each must have a seed of its own: current value is ${seeds.length} seeds`,
    );
  }
  const splits = folds.map((fold) => ({
    fold,
    split: splitCorpus(corpus, { by: "fold", fold }),
    labels: corpus.labels,
  }));
  const trained = seeds.flatMap((seed) =>
    splits.map((parted) => ({
      ...parted,
      seed,
      knobs: { ...knobs, seed },
      members: [],
    }))
  );
  const networks = await Promise.all(
    trained.map(async (run) => ({ ...run, id: await idOf(run) })),
  );
  return members > 1 ? await togetherBySeed(networks, members) : networks;
}

/** The networks of each fold together, so many at a time; all of them only once. */
async function togetherBySeed(
  networks: readonly PlannedRun[],
  count: number,
): Promise<PlannedRun[]> {
  const folds = [...Map.groupBy(networks, ({ fold }) => fold).values()];
  const seedCount = folds[0]!.length;
  const starts = Array.from(
    { length: count < seedCount ? seedCount : 1 },
    (_, start) => start,
  );
  return await Promise.all(
    starts.flatMap((start) =>
      folds.map(async (own) => {
        const members = Array.from(
          { length: count },
          (_, i) => own[(start + i) % seedCount]!,
        );
        return { ...members[0]!, members, id: await idOfTogether(members) };
      })
    ),
  );
}

/** The runs that are members of some runs, each once. */
export function memberRuns(runs: readonly PlannedRun[]): PlannedRun[] {
  const members = runs.flatMap((run) => run.members);
  return [...new Map(members.map((run) => [run.id, run])).values()];
}

/** The seeds of a run's networks. */
export function seedsOf(
  { seed, members }: Pick<PlannedRun, "seed" | "members">,
): number[] {
  return members.length > 0 ? members.map(({ seed }) => seed) : [seed];
}

async function idOfTogether(members: readonly PlannedRun[]): Promise<string> {
  const ids = JSON.stringify(members.map(({ id }) => id));
  const hash = await sha256Hex(new TextEncoder().encode(ids));
  const seeds = members.map(({ seed }) => seed).join("+");
  return `${members[0]!.fold}-seeds${seeds}-${hash.slice(0, 12)}`;
}

async function idOf(run: Omit<PlannedRun, "id">): Promise<string> {
  const { fold, seed, knobs, labels, split } = run;
  const { train, validation, test } = split;
  const parts = [train, validation, test].map(contentOf);
  const recipe = recipeOf(labels.length, knobs);
  const text = JSON.stringify([FEATURES_VERSION, recipe, labels, parts]);
  const hash = await sha256Hex(new TextEncoder().encode(text));
  return `${fold}-seed${seed}-${hash.slice(0, 12)}`;
}

function contentOf(clips: readonly Clip[]): string[] {
  return clips.map(({ sha256, label }) => `${sha256} ${label}`);
}
