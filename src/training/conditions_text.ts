/**
 * Evaluations of one model under several conditions, side by side.
 *
 * @module
 */
import type { Condition } from "./conditions.ts";
import {
  type EvaluationReport,
  modelText,
  type ReportHead,
  warnings,
} from "./evaluation_text.ts";
import type { TimeSpread } from "./measures/steadiness.ts";
import type { UarChange } from "./measures/uar_change.ts";
import { percent, points, tableRow } from "./text_table.ts";

/** What `--json` prints of several conditions. */
export interface ConditionsReport extends ReportHead {
  readonly conditions: Readonly<Partial<Record<Condition, EvaluationReport>>>;
  /** What each other condition costs, if `clean` is one of them. */
  readonly againstClean: Readonly<Partial<Record<Condition, UarChange>>>;
}

/** A column's head, and what it shows of a condition. */
type Column = readonly [
  head: string,
  cell: (report: EvaluationReport) => string,
];

/** Tables of few columns, so that they fit a terminal of 80. */
const TABLES: readonly (readonly Column[])[] = [
  [
    ["UAR", ({ utterance }) => percent(utterance.uar)],
    ["95 % from", ({ utterance }) => percent(utterance.uarInterval[0])],
    ["to", ({ utterance }) => percent(utterance.uarInterval[1])],
    ["accuracy", ({ utterance }) => percent(utterance.accuracy)],
    ["macro-F1", ({ utterance }) => percent(utterance.macroF1)],
    [
      "heard",
      ({ coverage: { heardClips, clips } }) => percent(heardClips / clips),
    ],
  ],
  [
    ["worst", ({ worstActor }) => percent(worstActor.uar)],
    ["female", ({ bySex }) => percent(bySex["female"]?.uar ?? null)],
    ["male", ({ bySex }) => percent(bySex["male"]?.uar ?? null)],
    [
      "normal",
      ({ byIntensity }) => percent(byIntensity["normal"]?.uar ?? null),
    ],
    [
      "strong",
      ({ byIntensity }) => percent(byIntensity["strong"]?.uar ?? null),
    ],
  ],
  [
    ["ECE", ({ calibration }) => percent(calibration.ece)],
    ["ECE T=1", ({ calibration }) => percent(calibration.eceBefore)],
    ["acc@90%", (report) => percent(accuracyAt(report, 0.9))],
    ["acc@80%", (report) => percent(accuracyAt(report, 0.8))],
    ["UAR 1 s", (report) => percent(uarAfter(report, 1))],
    ["UAR 2 s", (report) => percent(uarAfter(report, 2))],
  ],
  [
    ["on silent", ({ streaming }) => String(streaming.labelsOnSilence)],
    ["changes/m", ({ streaming }) => String(streaming.changesPerMinute)],
    ["first ms", ({ streaming }) => medianOf(streaming.firstLabel)],
    ["stays ms", ({ streaming }) => medianOf(streaming.stayingLabel)],
  ],
];

/** Tables with a line for each condition; shares are in percent, times in ms after the first speech. */
export function conditionsText(report: ConditionsReport): string[] {
  const { conditions, againstClean } = report;
  return [
    `${modelText(report)}, ${report.date}`,
    ...warnings(report),
    ...TABLES.flatMap((columns) => [
      "",
      tableRow("", columns.map(([head]) => head)),
      ...Object.entries(conditions).map(([name, condition]) =>
        tableRow(name, columns.map(([, cell]) => cell(condition)))
      ),
    ]),
    ...changeLines(againstClean),
  ];
}

function accuracyAt({ abstention }: EvaluationReport, coverage: number) {
  return abstention.utterance
    .find((point) => point.coverage === coverage)!.accuracy;
}

function uarAfter({ hearingCurve }: EvaluationReport, seconds: number) {
  return hearingCurve.find((point) => point.seconds === seconds)!.uar;
}

function medianOf(spread: TimeSpread | null): string {
  return spread ? String(spread.medianMs) : "-";
}

function changeLines(
  changes: ConditionsReport["againstClean"],
): string[] {
  const entries = Object.entries(changes);
  if (entries.length === 0) return [];
  return [
    "",
    tableRow("UAR - clean", ["points", "95 % from", "to"]),
    ...entries.map(([name, { uar, interval }]) =>
      tableRow(name, [uar, ...interval].map(points))
    ),
  ];
}
