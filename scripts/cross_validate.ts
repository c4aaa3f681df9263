/**
 * Trains every fold under every seed, hears the clips of the voices left out,
 * by one network or by several together, and pools what was heard into one
 * results file and one page. What is finished is kept; killed, it goes on where
 * it was.
 */
import { parseArgs } from "node:util";
import { FEATURES } from "../src/audio/feature_spec.ts";
import type { Corpus, Refusal } from "../src/training/clip.ts";
import { writeAtomically } from "../src/training/write_atomically.ts";
import { parseConditions } from "../src/training/conditions.ts";
import { readCorpus } from "../src/training/corpus.ts";
import {
  memberRuns,
  parseFolds,
  type PlannedRun,
  planRuns,
  type Protocol,
} from "../src/training/cross_validation_plan.ts";
import {
  type CrossValidation,
  type FinishedRun,
  poolRuns,
} from "../src/training/cross_validation_results.ts";
import { completeRun, isDone } from "../src/training/cross_validation_run.ts";
import { RunStore } from "../src/training/cross_validation_store.ts";
import { crossValidationText } from "../src/training/cross_validation_text.ts";
import { FeatureCache } from "../src/training/feature_cache.ts";
import { readTrainingClips } from "../src/training/training_clips.ts";
import { CORPUS_OPTIONS, toCorpusSource } from "./_corpus_flags.ts";
import { KNOB_OPTIONS, readKnobs } from "./_knob_flags.ts";
import { print, runProgram } from "./_program.ts";
import { showProgress } from "./_progress.ts";
import { RunLog } from "./_run_log.ts";
import { makeRuns, reportRun, runName } from "./_run_processes.ts";
import { wholeNumber } from "./_whole_number.ts";

const USAGE = `
deno task cross-validate --corpus DIR [--folds luna|F0,F1] [--seeds 3]

  --corpus, --manifest, --song, --cache   as for train
  --folds        luna: F0 to F3, and F4 where the corpus holds its test actors (luna)
  --seeds N      each fold is trained under the seeds 0 to N-1 (3)
  --members N    each model averages N networks: of the seeds 0 to N-1, 1 to N, and
                 so on around; they are trained once each (1)
  --conditions   what the test clips go through first, as for evaluate (clean,telephone)
  --jobs N       runs at a time, each a process on a core of its own (1)
  --out FOLDER   keeps the runs; results.json and report.md go there (.cache/cross-validation)

  Stopped or killed, the same command goes on where it was. For other data or
  knobs it makes other runs; after a change of the code name another folder.
  Every knob of \`deno task train --help\` but the seed is a flag here too.
`;

const { seed: _, ...knobOptions } = KNOB_OPTIONS;

const OPTIONS = {
  ...knobOptions,
  ...CORPUS_OPTIONS,
  folds: { type: "string", default: "luna" },
  seeds: { type: "string", default: "3" },
  conditions: { type: "string", default: "clean,telephone" },
  members: { type: "string", default: "1" },
  jobs: { type: "string", default: "1" },
  out: { type: "string", default: ".cache/cross-validation" },
  /** One run alone, told to the process that asked for it. */
  run: { type: "string" },
} as const;

await runProgram(USAGE, async () => {
  const flags = readFlags();
  const corpus = await readCorpus(flags.source);
  const folds = parseFolds(flags.folds, corpus);
  const { seeds, knobs, members, conditions } = flags;
  const protocol: Protocol = { folds, seeds, knobs, members, conditions };
  const runs = await planRuns(corpus, protocol);
  const store = new RunStore(flags.out);
  const cache = new FeatureCache(flags.cache, FEATURES, knobs.speeds);

  const networks = memberRuns(runs);
  const isOwn = (run: PlannedRun) => runName(run) === flags.run;
  const ownNetwork = networks.find(isOwn);
  if (ownNetwork) {
    return await reportRun(completeRun(ownNetwork, [], store, cache));
  }
  const own = runs.find(isOwn);
  if (own) return await reportRun(completeRun(own, conditions, store, cache));

  const untrained = await unfinished(networks, store, []);
  const left = await unfinished(runs, store, conditions);
  if (networks.length > 0) print(doneText("networks", networks, untrained));
  print(doneText("runs", runs, left));
  const trained = members > 1 ? untrained : left;
  await fillCache(corpus, trained, cache);
  const log = new RunLog(trained.length, knobs.epochs);
  for (const part of [untrained, left]) { // members are trained first
    await makeRuns(part, Deno.args, flags.jobs, (run, event) => {
      print(log.line(run, event));
    });
  }
  const finished = await readRuns(runs, store);
  const results = poolRuns(corpus, protocol, finished, new Date());
  await writeResults(flags.out, results);
});

function readFlags() {
  const { values } = parseArgs({ options: OPTIONS });
  const number = (flag: "seeds" | "members" | "jobs") =>
    wholeNumber("cross-validate", flag, values[flag], 1);
  return {
    ...values,
    source: toCorpusSource(values),
    seeds: Array.from({ length: number("seeds") }, (_, seed) => seed),
    knobs: readKnobs("cross-validate", values),
    members: number("members"),
    jobs: number("jobs"),
    conditions: parseConditions(values.conditions),
  };
}

async function unfinished(
  runs: readonly PlannedRun[],
  store: RunStore,
  conditions: readonly string[],
): Promise<PlannedRun[]> {
  const done = await Promise.all(
    runs.map((run) => isDone(run, conditions, store)),
  );
  return runs.filter((_, i) => !done[i]);
}

function doneText(
  noun: string,
  all: readonly PlannedRun[],
  left: readonly PlannedRun[],
): string {
  return `${all.length} ${noun}, ${all.length - left.length} of them done`;
}

async function readRuns(
  runs: readonly PlannedRun[],
  store: RunStore,
): Promise<FinishedRun[]> {
  return await Promise.all(
    runs.map(async (run) => [run, (await store.read(run))!] as const),
  );
}

/** Computes features once, before many processes need them. */
async function fillCache(
  { labels }: Corpus,
  runs: readonly PlannedRun[],
  cache: FeatureCache,
): Promise<void> {
  const sides = runs.flatMap(({ split }) => [split.train, split.validation]);
  const clips = new Set(sides.flat());
  const refused: Refusal[] = [];
  const progress = showProgress("features", clips.size, "clips");
  try {
    for (const clip of clips) {
      const read = await readTrainingClips([clip], labels, cache);
      refused.push(...read.refused);
      progress.advance();
    }
  } finally {
    progress.stop();
  }
  for (const { path, reason } of refused) print(`left out ${path}: ${reason}`);
}

async function writeResults(
  folder: string,
  results: CrossValidation,
): Promise<void> {
  const page = crossValidationText(results);
  const text = new TextEncoder();
  const json = `${JSON.stringify(results, null, 2)}\n`;
  await writeAtomically(`${folder}/results.json`, text.encode(json));
  const markdown = `${page.join("\n")}\n`;
  await writeAtomically(`${folder}/report.md`, text.encode(markdown));
  print("");
  for (const line of page) print(line);
  print("");
  print(`wrote ${folder}/results.json and report.md`);
}
