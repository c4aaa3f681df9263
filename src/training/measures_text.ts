/**
 * How a model behaves, as lines of text: when it knows, how sure it is, and what a
 * reader of its labels sees.
 *
 * @module
 */
import type { Evaluation } from "./evaluation.ts";
import type { TimeSpread } from "./measures/steadiness.ts";
import { percent, tableRow } from "./text_table.ts";

/** Curve, calibration, abstention and streaming figures. */
export function behaviourLines(evaluation: Evaluation): string[] {
  return [
    ...curveLines(evaluation),
    "",
    calibrationLine(evaluation),
    ...abstentionLines(evaluation),
    ...streamingLines(evaluation),
  ];
}

function curveLines({ hearingCurve }: Evaluation): string[] {
  return [
    tableRow("s of speech", hearingCurve.map(({ seconds }) => String(seconds))),
    tableRow("has a label", hearingCurve.map((at) => percent(at.answered))),
    tableRow("UAR", hearingCurve.map(({ uar }) => percent(uar))),
  ];
}

function calibrationLine({ calibration }: Evaluation): string {
  const { ece, eceBefore, temperature } = calibration;
  const before = eceBefore === null
    ? ""
    : `, ${percent(eceBefore)} % without its temperature of ${temperature}`;
  return `Calibration error: ${percent(ece)} %${before}`;
}

/** The coverages that are worth a word; the others are for a curve. */
const TOLD: readonly number[] = [0.8, 0.9];

function abstentionLines({ abstention }: Evaluation): string[] {
  const { utterance, window } = abstention;
  const told = utterance.filter(({ coverage }) => TOLD.includes(coverage));
  const shares = told.map(({ coverage, accuracy, confidenceFrom }) =>
    `${percent(accuracy)} % at ${100 * coverage} % coverage (confidence from ${
      confidenceFrom.toFixed(2)
    })`
  );
  return [
    `Accuracy of the surest clips: ${shares.join(", ")}`,
    `Labels shown as certain: ${percent(window.certainShare)} %, right ${
      percent(window.certainAccuracy)
    } %; the others right ${percent(window.uncertainAccuracy)} %`,
  ];
}

function streamingLines({ streaming }: Evaluation): string[] {
  const { silentWindows, labelsOnSilence, changesPerMinute } = streaming;
  return [
    `Labels on silence: ${labelsOnSilence} in ${silentWindows} windows without speech`,
    `Label changes: ${changesPerMinute} a minute of speech`,
    `First label: ${times(streaming.firstLabel)}`,
    `Label that stays: ${times(streaming.stayingLabel)}`,
  ];
}

function times(spread: TimeSpread | null): string {
  if (spread === null) return "never";
  const { medianMs, p90Ms } = spread;
  return `${medianMs} ms after the first speech, nine of ten clips within ${p90Ms} ms`;
}
