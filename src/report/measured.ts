/**
 * What the files of results must hold to be drawn. A file may hold more, and an
 * older one less where that is marked optional: what it lacks is left out.
 *
 * @module
 */
import * as v from "valibot";
import { RESULTS_FORMAT } from "../training/cross_validation_results.ts";

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const interval = v.tuple([finite, finite]);

const GroupSchema = v.object({ clips: count, uar: finite, accuracy: finite });

/** The points of a reliability diagram, least confident first. */
export const BinsSchema = v.array(
  v.object({ count, confidence: finite, accuracy: finite }),
);

const TimesSchema = v.nullable(
  v.object({ clips: count, medianMs: finite, p90Ms: finite }),
);

/** An evaluation, as `evaluate` and `cross-validate` write it; shares are of 1. */
export const MeasuredSchema = v.object({
  utterance: v.object({
    count,
    uar: finite,
    accuracy: finite,
    macroF1: finite,
    ece: finite,
    uarInterval: interval,
  }),
  perActor: v.record(v.string(), GroupSchema),
  worstActor: v.object({ ...GroupSchema.entries, speaker: v.string() }),
  bySex: v.record(v.string(), GroupSchema),
  byIntensity: v.record(v.string(), GroupSchema),
  confusion: v.array(v.array(count)),
  perClassRecall: v.record(v.string(), v.nullable(finite)),
  coverage: v.object({ clips: count, heardClips: count }),
  calibration: v.object({
    temperature: v.nullable(finite),
    ece: finite,
    eceBefore: v.nullable(finite),
    bins: BinsSchema,
    binsBefore: v.optional(v.nullable(BinsSchema), null),
  }),
  abstention: v.object({
    utterance: v.array(
      v.object({ coverage: finite, accuracy: finite, confidenceFrom: finite }),
    ),
    window: v.object({
      certainShare: finite,
      certainAccuracy: v.nullable(finite),
      uncertainAccuracy: v.nullable(finite),
    }),
  }),
  hearingCurve: v.array(
    v.object({ seconds: finite, answered: finite, uar: finite }),
  ),
  streaming: v.object({
    silentWindows: count,
    labelsOnSilence: count,
    changesPerMinute: finite,
    firstLabel: TimesSchema,
    stayingLabel: TimesSchema,
  }),
});

/** What was measured under one condition. */
export type Measured = v.InferOutput<typeof MeasuredSchema>;

/** The points of a reliability diagram. */
export type Bins = v.InferOutput<typeof BinsSchema>;

const HEAD = {
  modelSha256: v.string(),
  date: v.pipe(v.string(), v.isoDate()),
  labels: v.array(v.string()),
  speakersTrainedOn: v.array(v.string()),
};

/** What `evaluate --json` prints of one condition. */
export const EvaluationSchema = v.object({
  ...HEAD,
  ...MeasuredSchema.entries,
  condition: v.string(),
});

/** What `evaluate --json` prints of several conditions. */
export const ConditionsSchema = v.object({
  ...HEAD,
  conditions: v.record(v.string(), MeasuredSchema),
  againstClean: v.record(v.string(), v.object({ uar: finite, interval })),
});

/** A measure over seeds, or over models of several. */
const SpreadSchema = v.object({
  mean: finite,
  sd: v.nullable(finite),
  perSeed: v.array(finite),
});

/** A measure over seeds. */
export type Spread = v.InferOutput<typeof SpreadSchema>;

const at = <S extends v.GenericSchema>(schema: S) =>
  v.object({
    before: schema,
    after: schema,
    crossFitted: v.optional(schema),
  });

/** What `cross-validate` writes as `results.json`. */
export const CrossValidationSchema = v.object({
  format: v.literal(RESULTS_FORMAT),
  date: v.pipe(v.string(), v.isoDate()),
  labels: v.array(v.string()),
  protocol: v.object({
    folds: v.pipe(v.array(v.string()), v.minLength(1)),
    seeds: v.pipe(v.array(count), v.minLength(1)),
    /** Networks of a model. */
    members: count,
    corpus: v.object({
      clips: count,
      songs: count,
      speakers: v.array(v.string()),
    }),
    recipe: v.looseObject({ knobs: v.looseObject({ epochs: count }) }),
  }),
  conditions: v.record(
    v.string(),
    v.object({
      pooled: v.object({
        uar: SpreadSchema,
        accuracy: SpreadSchema,
        macroF1: SpreadSchema,
      }),
      allSeeds: MeasuredSchema,
      seeds: v.array(MeasuredSchema),
    }),
  ),
  differences: v.array(v.object({
    condition: v.string(),
    uar: SpreadSchema,
    uarInterval: interval,
  })),
  calibration: v.object({
    temperature: finite,
    ece: v.record(v.string(), at(SpreadSchema)),
    bins: v.optional(v.record(v.string(), at(BinsSchema)), {}),
  }),
  runs: v.array(
    v.object({ seeds: v.array(count), trainSpeakers: v.array(v.string()) }),
  ),
});

/** The results of a cross-validation. */
export type CrossValidation = v.InferOutput<typeof CrossValidationSchema>;

/** An evaluation under one condition or several. */
export type Evaluated = v.InferOutput<typeof ConditionsSchema>;
