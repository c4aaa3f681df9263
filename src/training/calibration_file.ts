/**
 * Takes a model's calibration from the results of a cross-validation.
 *
 * @module
 */
import * as v from "valibot";
import { firstDifference } from "./first_difference.ts";
import { RESULTS_FORMAT } from "./cross_validation_results.ts";
import type { SeedlessRecipe } from "./recipe.ts";
import type { Calibration } from "./trained_card.ts";

const seed = v.pipe(v.number(), v.integer(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The part of the file that a card is made from. */
const ResultsSchema = v.object({
  format: v.literal(RESULTS_FORMAT),
  date: v.pipe(v.string(), v.isoDate()),
  labels: v.pipe(v.array(v.string()), v.minLength(2)),
  protocol: v.object({
    folds: v.pipe(v.array(v.string()), v.minLength(1)),
    seeds: v.pipe(v.array(seed), v.minLength(1)),
    conditions: v.pipe(v.array(v.string()), v.minLength(1)),
    members: count,
    recipe: v.record(v.string(), v.unknown()),
  }),
  calibration: v.object({
    temperature: v.pipe(v.number(), v.finite(), v.gtValue(0)),
    uncertainBelow: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    rule: v.string(),
    outputs: count,
  }),
});

/** What a calibration rests on. */
export type CalibrationSource = v.InferOutput<typeof ResultsSchema>;

/**
 * Reads the results of a cross-validation.
 *
 * @throws {Error} If there is no such file.
 * @throws {SyntaxError} If it holds something else.
 */
export async function readCalibration(
  path: string,
): Promise<CalibrationSource> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    throw new Error(
      `Cannot calibrate as the results must be readable: current value is "${path}"`,
      { cause },
    );
  });
  const result = v.safeParse(ResultsSchema, parseJson(text, path));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new SyntaxError(
    `Cannot calibrate by "${path}" as ${
      v.getDotPath(issue) ?? "it"
    } must be that of a cross-validation: ${issue.message}`,
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Cannot calibrate by "${path}" as it must be JSON: ${
        (error as Error).message
      }`,
    );
  }
}

/** What a calibration depends on. */
export interface CalibratedModel {
  readonly labels: readonly string[];
  /** Networks whose logits are averaged. */
  readonly members: number;
  readonly recipe: Readonly<Record<keyof SeedlessRecipe, unknown>>;
}

/**
 * The calibration of a model that is made as those of the cross-validation
 * were: of any other the temperature says nothing.
 *
 * @throws {RangeError} If labels, networks or knobs differ.
 */
export function calibrationFor(
  source: CalibrationSource,
  { labels, members, recipe }: CalibratedModel,
): Calibration {
  const { protocol } = source;
  const other = firstDifference(
    { labels: source.labels, members: protocol.members, ...protocol.recipe },
    { labels, members, ...recipe },
  );
  if (other) {
    throw new RangeError(
      `Cannot calibrate as ${other.path} must be the cross-validation's ${other.was}: current value is ${other.is}`,
    );
  }
  const { temperature, uncertainBelow, rule, outputs } = source.calibration;
  const { folds, seeds, conditions } = protocol;
  const from = {
    crossValidation: { date: source.date, folds, seeds, conditions, outputs },
    uncertainRule: rule,
  };
  return { temperature, uncertainBelow, from };
}
