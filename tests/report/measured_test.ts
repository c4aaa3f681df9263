import { assertEquals } from "@std/assert";
import * as v from "valibot";
import {
  CrossValidationSchema,
  MeasuredSchema,
} from "../../src/report/measured.ts";
import { planRuns } from "../../src/training/cross_validation_plan.ts";
import { poolRuns } from "../../src/training/cross_validation_results.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { makeCorpus } from "../training/_corpus.ts";
import { makeRun } from "../training/_heard_runs.ts";
import { makeReport } from "../training/_report.ts";

const PROTOCOL = {
  folds: ["F0", "F1"],
  seeds: [0, 1],
  knobs: { ...KNOBS, epochs: 5 },
  members: 1,
  conditions: ["clean"],
} as const;

const CORPUS = makeCorpus(
  Array.from({ length: 24 }, (_, i) => {
    const speaker = String(i + 1);
    const label = i % 2 ? "calm" : "sad";
    return { speaker, label, path: speaker, sha256: speaker };
  }),
);

Deno.test("CrossValidationSchema takes what a cross-validation writes", async () => {
  const runs = await planRuns(CORPUS, PROTOCOL);
  const finished = runs.map((run) => {
    const { fold, seed } = run;
    const { outcomes } = makeRun(fold, seed, [[fold, 0, 0.9], [fold, 1, 0.6]]);
    const kept = { format: 1, fold, seed, date: "2026-01-01" } as const;
    const heard = { clean: { outcomes, refused: [] } };
    return [run, { ...kept, weightsSha256: "ab", heard }] as const;
  });
  const results = poolRuns(CORPUS, PROTOCOL, finished, new Date("2026-02-03"));
  const text = JSON.stringify(results);
  const read = v.parse(CrossValidationSchema, JSON.parse(text));
  const { bins } = read.calibration;
  assertEquals(JSON.stringify(bins), JSON.stringify(results.calibration.bins));
  assertEquals(read.conditions["clean"]!.seeds.length, 2);
  assertEquals(read.protocol.recipe.knobs!.epochs, 5);
});

Deno.test("MeasuredSchema takes what an evaluation prints", () => {
  const read = v.parse(MeasuredSchema, makeReport());
  assertEquals(read.utterance.uar, 0.625);
  assertEquals(read.streaming.labelsOnSilence, 1);
});
