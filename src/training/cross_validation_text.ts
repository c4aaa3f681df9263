/**
 * The results of a cross-validation as a page of Markdown, for people.
 *
 * @module
 */
import type {
  ConditionResults,
  Difference,
  Spread,
  Spreads,
} from "./cross_validation_pool.ts";
import type { CrossValidation } from "./cross_validation_results.ts";
import { percent, points } from "./text_table.ts";

/** The page, line by line; shares are in percent. */
export function crossValidationText(results: CrossValidation): string[] {
  const conditions = Object.entries(results.conditions);
  return [
    "# Cross-validation",
    "",
    ...protocolLines(results),
    ...conditions.flatMap(([condition, pooled]) => [
      "",
      `## ${condition}`,
      "",
      ...spreadTable(pooled),
      "",
      ...voiceLines(pooled),
      "",
      ...hearingTable(pooled),
      "",
      ...confusionTable(pooled, results.labels),
      "",
      ...actorTable(pooled),
    ]),
    ...differenceLines(results.differences),
    "",
    "## Calibration",
    "",
    ...calibrationLines(results),
  ];
}

function protocolLines(
  { date, protocol, runs }: CrossValidation,
): string[] {
  const { folds, seeds, members, recipe, corpus } = protocol;
  const { clips, songs, speakers } = corpus;
  const refused = runs.reduce((sum, run) => sum + run.refused, 0);
  return [
    `${date}: folds ${folds.join(", ")}, seeds ${
      seeds.join(", ")
    }, ${recipe.knobs.epochs} epochs; ${runs.length} runs on a corpus of ${clips} clips${
      songs > 0 ? `, ${songs} of them songs to train on,` : ""
    } by ${speakers.length} speakers.`,
    "Each clip was heard, as a client would stream it, by the runs that never heard its voice before.",
    "Figures are in percent of whole clips; where a deviation is given (±), they are the mean and the standard deviation over seeds.",
    ...members > 1 ? togetherLines(members, runs) : [],
    ...refused > 0
      ? [`${refused} test clips could not be heard and count nowhere.`]
      : [],
  ];
}

/** What figures of several networks together are of, and what their deviation is not. */
function togetherLines(
  members: number,
  runs: CrossValidation["runs"],
): string[] {
  const together = [...new Set(runs.map(({ seeds }) => seeds.join("+")))];
  return [
    `Each run is ${members} networks, of the seeds ${
      together.join(", ")
    }, whose logits are averaged; a seed stands for the run whose first network has it.`,
    ...together.length > 1
      ? [
        "Runs of one fold share networks: they are not independent, and differ less than runs that share none.",
      ]
      : [],
  ];
}

function spreadTable({ pooled, perFold }: ConditionResults): string[] {
  const row = (name: string, { uar, accuracy, macroF1 }: Spreads) => [
    name,
    ...[uar, accuracy, macroF1].map(spread),
    uar.perSeed.map(percent).join(" / "),
  ];
  return table(
    ["", "UAR", "accuracy", "macro-F1", "UAR of each seed"],
    [
      row("**all folds**", pooled),
      ...Object.entries(perFold).map(([fold, own]) => row(fold, own)),
    ],
  );
}

function voiceLines({ allSeeds }: ConditionResults): string[] {
  const { utterance, worstActor, bySex, byIntensity, coverage } = allSeeds;
  const [low, high] = utterance.uarInterval.map(percent);
  const { speaker, uar, accuracy } = worstActor;
  const groups = Object.entries({ ...bySex, ...byIntensity })
    .map(([name, group]) => `${name} ${percent(group.uar)}`);
  return [
    `- UAR within ${low} to ${high} for 95 % of bootstrap samples of actors`,
    `- Worst actor: ${speaker}, UAR ${percent(uar)}, accuracy ${
      percent(accuracy)
    }`,
    ...groups.length > 0 ? [`- UAR of groups: ${groups.join(", ")}`] : [],
    `- Speech was heard on ${coverage.heardClips} of ${coverage.clips} clips, all seeds counted`,
  ];
}

function hearingTable({ allSeeds }: ConditionResults): string[] {
  const { hearingCurve } = allSeeds;
  return table(
    ["seconds of speech", ...hearingCurve.map((at) => String(at.seconds))],
    [
      ["has a label", ...hearingCurve.map((at) => percent(at.answered))],
      ["UAR", ...hearingCurve.map((at) => percent(at.uar))],
    ],
  );
}

function confusionTable(
  { allSeeds }: ConditionResults,
  labels: readonly string[],
): string[] {
  const { confusion, perClassRecall } = allSeeds;
  return [
    "Answers by true label, all seeds together:",
    "",
    ...table(
      ["true", "recall", ...labels],
      labels.map((label, i) => [
        label,
        percent(perClassRecall[label] ?? null),
        ...confusion[i]!.map(String),
      ]),
    ),
  ];
}

function actorTable({ allSeeds }: ConditionResults): string[] {
  const worstFirst = Object.entries(allSeeds.perActor)
    .sort(([, a], [, b]) => a.uar - b.uar);
  return table(
    ["actor", "clips", "UAR", "accuracy"],
    worstFirst.map(([actor, { clips, uar, accuracy }]) => [
      actor,
      String(clips),
      percent(uar),
      percent(accuracy),
    ]),
  );
}

function differenceLines(differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  return [
    "",
    "## Differences, in points",
    "",
    ...table(
      ["", "UAR", "95 % from", "to", "accuracy"],
      differences.map(({ condition, against, uar, uarInterval, accuracy }) => [
        `${condition} against ${against}`,
        spread(uar),
        ...uarInterval.map(points),
        spread(accuracy),
      ]),
    ),
  ];
}

function calibrationLines({ calibration }: CrossValidation): string[] {
  const { temperature, uncertainBelow, outputs, rule, withoutFold, ece } =
    calibration;
  const others = Object.entries(withoutFold)
    .map(([fold, without]) => `${fold} ${without}`);
  return [
    `Temperature ${temperature}, fitted on ${outputs} answers to whole clips, all seeds and conditions together.`,
    ...others.length > 0
      ? [`Without the answers of one fold it would be: ${others.join(", ")}.`]
      : [],
    `A prediction is uncertain below ${uncertainBelow}: ${rule}.`,
    "",
    "Expected calibration error, 15 bins:",
    "",
    ...table(
      [
        "",
        "temperature 1",
        `temperature ${temperature}`,
        "each fold by others",
      ],
      Object.entries(ece).map(([condition, errors]) => [
        condition,
        spread(errors.before),
        spread(errors.after),
        errors.crossFitted ? spread(errors.crossFitted) : "-",
      ]),
    ),
  ];
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => i === 0 ? "---" : "---:");
  return [head, rule, ...rows].map(line);
}

function spread({ mean, sd }: Spread): string {
  return sd === null ? percent(mean) : `${percent(mean)} ± ${percent(sd)}`;
}
