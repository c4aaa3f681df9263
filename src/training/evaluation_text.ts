/**
 * An evaluation as lines of text, for people.
 *
 * @module
 */
import type { Refusal } from "./clip.ts";
import type { Condition } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";

/** An evaluation, and of what it is one: what `--json` prints. */
export interface EvaluationReport extends Evaluation {
  readonly model: string;
  readonly modelSha256: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly condition: Condition;
  readonly labels: readonly string[];
  /** Speakers that the model knows from training; should be none. */
  readonly speakersTrainedOn: readonly string[];
  readonly refused: readonly Refusal[];
}

/** Wide enough for the names of emotions and for "macro-F1". */
const NAME_WIDTH = 11;
const NUMBER_WIDTH = 9;

/** Says of what it is, warns of what flatters, and shows tables; shares are in percent. */
export function reportText(report: EvaluationReport): string[] {
  return [
    `Model ${report.model}, condition ${report.condition}, ${report.date}`,
    ...warnings(report),
    "",
    ...scoreLines(report),
    "",
    ...confusionLines(report),
    "",
    ...speakerLines(report),
    "",
    coverageLine(report),
  ];
}

function warnings({ speakersTrainedOn, refused }: EvaluationReport): string[] {
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
    ...labels.map((label, i) => {
      const recall = perClassRecall[label];
      const counts = confusion[i]!.map(String);
      return tableRow(label, [
        recall === null ? "-" : percent(recall!),
        ...counts,
      ]);
    }),
  ];
}

function speakerLines({ perActor }: Evaluation): string[] {
  const worstFirst = Object.entries(perActor).sort(([, a], [, b]) =>
    a.uar - b.uar
  );
  return [
    tableRow("speaker", ["clips", "UAR", "accuracy"]),
    ...worstFirst.map(([speaker, { clips, uar, accuracy }]) =>
      tableRow(speaker, [String(clips), percent(uar), percent(accuracy)])
    ),
  ];
}

function coverageLine({ coverage }: Evaluation): string {
  const { clips, heardClips, windows, speechWindows } = coverage;
  return `Speech was heard on ${heardClips} of ${clips} clips, in ${speechWindows} of ${windows} windows`;
}

function tableRow(name: string, cells: readonly string[]): string {
  const padded = cells.map((cell) => cell.padStart(NUMBER_WIDTH));
  return [name.padEnd(NAME_WIDTH), ...padded].join(" ");
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
