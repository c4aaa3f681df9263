/**
 * An evaluation as lines of text, for people.
 *
 * @module
 */
import { type Networks, networksText } from "../model/networks.ts";
import type { Refusal } from "./clip.ts";
import type { Condition } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";
import { behaviourLines } from "./measures_text.ts";
import { NUMBER_WIDTH, percent, tableRow } from "./text_table.ts";

/** Of what something is an evaluation. */
export interface ReportHead {
  readonly model: string;
  readonly modelSha256: string;
  readonly networks: Networks;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly labels: readonly string[];
  /** Speakers that the model knows from training; should be none. */
  readonly speakersTrainedOn: readonly string[];
  readonly refused: readonly Refusal[];
}

/** An evaluation, and of what it is one: what `--json` prints. */
export interface EvaluationReport extends ReportHead, Evaluation {
  readonly condition: Condition;
}

/** Says of what it is, warns of what flatters, and shows tables; shares are in percent. */
export function reportText(report: EvaluationReport): string[] {
  return [
    `${modelText(report)}, condition ${report.condition}, ${report.date}`,
    ...warnings(report),
    "",
    ...scoreLines(report),
    "",
    ...confusionLines(report),
    "",
    ...groupLines(report),
    "",
    ...behaviourLines(report),
    "",
    coverageLine(report),
  ];
}

/** Of which model it is. */
export function modelText({ model, networks }: ReportHead): string {
  const several = networksText(networks);
  return `Model ${model}${several ? ` (${several})` : ""}`;
}

/** What must be known before a figure is believed. */
export function warnings(
  { speakersTrainedOn, refused }: ReportHead,
): string[] {
  const seen = speakersTrainedOn.length === 0 ? [] : [
    `It has trained on these speakers, so the figures flatter it: ${
      speakersTrainedOn.join(", ")
    }`,
  ];
  return [
    ...seen,
    ...refused.map(({ path, reason }) => `Refused ${path}: ${reason}`),
  ];
}

function scoreLines({ utterance, window }: Evaluation): string[] {
  const [low, high] = utterance.uarInterval;
  const row = (name: string, scores: Evaluation["window"]) =>
    tableRow(name, [
      percent(scores.uar),
      percent(scores.accuracy),
      percent(scores.macroF1),
      percent(scores.ece),
    ]);
  return [
    tableRow("", ["UAR", "accuracy", "macro-F1", "ECE"]),
    `${row("utterance", utterance)}   UAR within ${percent(low)} to ${
      percent(high)
    } for 95 % of bootstrap samples of speakers`,
    row("window", window),
  ];
}

function confusionLines(
  { confusion, perClassRecall, labels }: EvaluationReport,
): string[] {
  const short = labels.map((label) => label.slice(0, NUMBER_WIDTH - 1));
  return [
    tableRow("true", ["recall", ...short]),
    ...labels.map((label, i) =>
      tableRow(label, [
        percent(perClassRecall[label]!),
        ...confusion[i]!.map(String),
      ])
    ),
  ];
}

/** The worst speaker first, then women and men, then how strongly they spoke. */
function groupLines(
  { perActor, bySex, byIntensity }: Evaluation,
): string[] {
  const worstFirst = Object.entries(perActor).sort(([, a], [, b]) =>
    a.uar - b.uar
  );
  const others = [...Object.entries(bySex), ...Object.entries(byIntensity)];
  return [
    tableRow("speaker", ["clips", "UAR", "accuracy"]),
    ...[...worstFirst, ...others].map(([name, { clips, uar, accuracy }]) =>
      tableRow(name, [String(clips), percent(uar), percent(accuracy)])
    ),
  ];
}

function coverageLine({ coverage }: Evaluation): string {
  const { clips, heardClips, windows, speechWindows } = coverage;
  return `Speech was heard on ${heardClips} of ${clips} clips, in ${speechWindows} of ${windows} windows`;
}
