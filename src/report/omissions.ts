/**
 * What a report leaves out, and which command would tell it.
 *
 * @module
 */
import { isUnnamed } from "../training/corpus.ts";
import type { ModelFiles } from "./model_files.ts";
import type { Subject } from "./subject.ts";

/** A sentence for each thing that is not known. */
export function omissions(
  files: ModelFiles,
  subjects: readonly Subject[],
): string[] {
  return [
    ...missingFiles(files),
    ...subjects.flatMap((subject) =>
      missingMeasures(subject).map((what) =>
        `${subject.name === "recipe" ? "Recipe" : "Model"}: ${what}`
      )
    ),
  ];
}

function missingFiles(
  { history, evaluation, crossValidation }: ModelFiles,
): string[] {
  return [
    history
      ? ""
      : "There is no history.json, so no learning curves; `deno task train` writes one beside the weights.",
    evaluation
      ? ""
      : "There is no evaluation.json, so nothing is said of how this model fares; `deno task evaluate --condition all --json` prints one.",
    crossValidation
      ? ""
      : "There is no cross_validation.json, so nothing is said of how the recipe fares over voices; `deno task cross-validate` writes one as results.json.",
  ].filter(Boolean);
}

function missingMeasures({ name, main, reliability }: Subject): string[] {
  const again = name === "recipe"
    ? "`deno task cross-validate`"
    : "`deno task evaluate`";
  const older = (what: string) =>
    `${what}: the file is of an older form, ${again} writes the newer one.`;
  return [
    reliability.after
      ? ""
      : older("reliability with the temperature is missing"),
    reliability.before || main.calibration.temperature === null
      ? ""
      : older("reliability at temperature 1 is missing"),
    main.abstention.utterance.length < 3
      ? older("accuracy is known at few coverages")
      : "",
    Object.keys(main.perActor).length < 2
      ? "there is one speaker only, so voices are not compared."
      : "",
    Object.keys(main.perActor).some(isUnnamed)
      ? "no speaker is named, so voices are not compared, and the intervals are over recordings."
      : "",
    Object.keys(main.bySex).length === 0
      ? "the corpus does not tell women from men, so neither does this."
      : "",
  ].filter(Boolean);
}
