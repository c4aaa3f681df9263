/** The files of a model that never was, with names that mean mischief. */
import * as v from "valibot";
import type { ModelCard } from "../../src/model/card.ts";
import { type Measured, MeasuredSchema } from "../../src/report/measured.ts";
import type { ModelFiles } from "../../src/report/model_files.ts";
import { tinyCard } from "../model/_tiny_model.ts";
import { makeReport } from "../training/_report.ts";

/** Markup in every language that a page is written in. */
export const HOSTILE = '<script>alert("&|`*")</script>';

/** Of the weights that all files are of. */
export const SHA256 = "ab".repeat(32);

/** Three labels, the last with no clip. */
export const LABELS = ["calm", "angry", "surprised"];

/** A card, but for what is given. */
export function makeCard(parts: Partial<ModelCard> = {}): ModelCard {
  const weights = { file: "weights.bin", sha256: SHA256 } as const;
  return { format: 1, ...tinyCard(), labels: LABELS, weights, ...parts };
}

/** What was measured, but for what is given. */
export function makeMeasured(parts: Partial<Measured> = {}): Measured {
  const bins = [
    { count: 3, confidence: 0.4, accuracy: 0.5 },
    { count: 5, confidence: 0.8, accuracy: 0.9 },
  ];
  const report = makeReport();
  const measured = {
    ...report,
    calibration: { ...report.calibration, bins, binsBefore: bins },
  };
  return { ...v.parse(MeasuredSchema, measured), ...parts };
}

/** An evaluation under some conditions. */
export function makeEvaluation(
  conditions: Readonly<Record<string, Measured>> = {
    clean: makeMeasured(),
    telephone: makeMeasured(),
  },
): NonNullable<ModelFiles["evaluation"]> {
  return {
    modelSha256: SHA256,
    date: "2026-02-03",
    labels: LABELS,
    speakersTrainedOn: [],
    conditions: { ...conditions },
    againstClean: {},
  };
}

/** A cross-validation of two folds under two seeds. */
export function makeCrossValidation(): NonNullable<
  ModelFiles["crossValidation"]
> {
  const spread = { mean: 0.61, sd: 0.02, perSeed: [0.59, 0.63] };
  const measured = makeMeasured();
  const { bins } = measured.calibration;
  return {
    format: 3,
    date: "2026-02-02",
    labels: LABELS,
    protocol: {
      folds: ["F0", "F1"],
      seeds: [0, 1],
      members: 1,
      corpus: { clips: 2_081, songs: 833, speakers: ["2", "5", "9"] },
      recipe: { knobs: { epochs: 5 } },
    },
    conditions: {
      clean: {
        pooled: { uar: spread, accuracy: spread, macroF1: spread },
        allSeeds: measured,
        seeds: [measured, measured],
      },
    },
    differences: [],
    calibration: {
      temperature: 1.2,
      ece: { clean: { before: spread, after: spread } },
      bins: { clean: { before: bins, after: bins } },
    },
    runs: [
      { seeds: [0], trainSpeakers: ["9"] },
      { seeds: [1], trainSpeakers: ["2", "5"] },
    ],
  };
}

/** The files of a model that averages two networks, as its recipe does, of three seeds. */
export function makePairFiles(): ModelFiles {
  const networks = [0, 1].map((seed) => ({ seed, weightsSha256: SHA256 }));
  const { history, crossValidation, ...files } = makeFiles({
    card: makeCard({ members: 2, training: { networks, knobs: {} } }),
  });
  const { protocol } = crossValidation!;
  return {
    ...files,
    history: {
      ...history!,
      epochs: [0, 1].flatMap((member) =>
        history!.epochs.map((epoch) => ({ ...epoch, member }))
      ),
    },
    crossValidation: {
      ...crossValidation!,
      protocol: { ...protocol, seeds: [0, 1, 2], members: 2 },
      runs: [[0, 1], [1, 2], [2, 0]].map((seeds) => ({
        seeds,
        trainSpeakers: ["9"],
      })),
    },
  };
}

/** All files there are, but for what is given. */
export function makeFiles(parts: Partial<ModelFiles> = {}): ModelFiles {
  return {
    card: makeCard(),
    history: {
      format: 1,
      weightsSha256: SHA256,
      epochs: [
        { epoch: 1, loss: 2.1, validation: { loss: 2, uar: 0.2 } },
        { epoch: 2, loss: 1.7, validation: { loss: 1.6, uar: 0.5 } },
      ],
    },
    evaluation: makeEvaluation(),
    crossValidation: makeCrossValidation(),
    ...parts,
  };
}
