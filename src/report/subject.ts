/**
 * The two things a report is about: the recipe, measured over folds and seeds,
 * and the model itself. Pictures and tables take either.
 *
 * @module
 */
import { isUnnamed } from "../training/corpus.ts";
import type { Bins, Measured } from "./measured.ts";
import type { ModelFiles } from "./model_files.ts";
import { counted, listed } from "./wording.ts";

/** How answers fared at temperature 1 and as they are served, as far as known. */
export interface ReliabilityOf {
  readonly before?: Bins | undefined;
  readonly after?: Bins | undefined;
  readonly eceBefore?: number | undefined;
  readonly eceAfter?: number | undefined;
}

/** What was measured of one thing. */
export interface Subject {
  /** Begins the names of its pictures. */
  readonly name: "recipe" | "model";
  /** Of what the figures are, for under a title: method, speakers, date. */
  readonly source: string;
  readonly labels: readonly string[];
  /** By condition. */
  readonly conditions: Readonly<Record<string, Measured>>;
  /** Of the condition that is looked at closely. */
  readonly main: Measured;
  readonly mainCondition: string;
  /** Of the main condition, seed by seed, or model by model; one or none says nothing of their spread. */
  readonly seeds: readonly Measured[];
  readonly reliability: ReliabilityOf;
}

/** The recipe, if it was cross-validated. */
export function recipeSubject(
  { crossValidation, card }: ModelFiles,
): Subject | undefined {
  if (!crossValidation) return undefined;
  const { date, protocol, conditions, calibration } = crossValidation;
  const first = mainOf(conditions);
  if (first === undefined) return undefined;
  const bins = calibration.bins[first];
  const ece = calibration.ece[first];
  const main = conditions[first]!.allSeeds;
  return {
    name: "recipe",
    source: `cross-validation, ${
      counted(protocol.corpus.speakers.length, "speaker")
    }, ${counted(protocol.seeds.length, "seed")}${
      protocol.members > 1 ? `, ${protocol.members} networks a model` : ""
    }, ${date}`,
    labels: card.labels,
    conditions: Object.fromEntries(
      Object.entries(conditions).map(([name, own]) => [name, own.allSeeds]),
    ),
    main,
    mainCondition: first,
    seeds: conditions[first]!.seeds,
    reliability: {
      before: bins?.before ?? main.calibration.bins,
      after: bins?.crossFitted ?? bins?.after,
      eceBefore: ece?.before.mean,
      eceAfter: ece?.crossFitted?.mean ?? ece?.after.mean,
    },
  };
}

/** The model, if it was evaluated. */
export function modelSubject(
  { evaluation, card }: ModelFiles,
): Subject | undefined {
  if (!evaluation) return undefined;
  const { conditions, date } = evaluation;
  const first = mainOf(conditions);
  if (first === undefined) return undefined;
  const main = conditions[first]!;
  const { bins, binsBefore, ece, eceBefore } = main.calibration;
  const speakers = Object.keys(main.perActor);
  return {
    name: "model",
    source: `model “${card.name}”, ${speakersText(speakers)}, ${date}`,
    labels: card.labels,
    conditions,
    main,
    mainCondition: first,
    seeds: [],
    reliability: {
      before: binsBefore ?? undefined,
      after: bins,
      eceBefore: eceBefore ?? undefined,
      eceAfter: ece,
    },
  };
}

/** As recorded, or else the first condition; undefined of none. */
function mainOf(conditions: Readonly<Record<string, unknown>>) {
  return "clean" in conditions ? "clean" : Object.keys(conditions)[0];
}

/** The main condition, and the telephone where that is another. */
export function compared(
  { conditions, mainCondition }: Subject,
): [condition: string, measured: Measured][] {
  return Object.entries(conditions).filter(([condition]) =>
    condition === mainCondition || condition === "telephone"
  );
}

/** More names than this are a number. */
const NAMED_SPEAKERS = 6;

/** Speakers by name while they are few. */
export function speakersText(speakers: readonly string[]): string {
  if (speakers.some(isUnnamed)) return "speakers without names";
  if (speakers.length > NAMED_SPEAKERS) {
    return counted(speakers.length, "speaker");
  }
  return `${speakers.length === 1 ? "speaker" : "speakers"} ${
    listed(speakers)
  }`;
}
