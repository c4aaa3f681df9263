/**
 * The numbers of what was measured, as tables.
 *
 * @module
 */
import type { Networks } from "../model/networks.ts";
import type { History } from "../training/history_file.ts";
import type { Table } from "./document.ts";
import type { Bins, CrossValidation } from "./measured.ts";
import { pointsOf } from "./pictures/abstention.ts";
import { compared, type Subject } from "./subject.ts";
import { confusions, recalls } from "./weakness.ts";
import { conditionText, interval, percent, spread } from "./wording.ts";

/** How the recipe fares, mean and deviation over seeds, or over models of several networks. */
export function recipeTable(
  { conditions, calibration, protocol }: CrossValidation,
): Table {
  const over = protocol.members > 1 ? "a fold's models" : "seeds";
  return {
    caption:
      `Mean ± standard deviation over ${over}, in percent of whole clips`,
    head: [
      "",
      "UAR",
      "95 % over speakers",
      "accuracy",
      "macro-F1",
      "calibration error",
    ],
    rows: Object.entries(conditions).map(([name, { pooled, allSeeds }]) => {
      const errors = calibration.ece[name];
      const error = errors?.crossFitted ?? errors?.after;
      return [
        conditionText(name),
        spread(pooled.uar),
        interval(allSeeds.utterance.uarInterval),
        spread(pooled.accuracy),
        spread(pooled.macroF1),
        error ? spread(error) : "–",
      ];
    }),
  };
}

/** Every condition, a row each. */
export function conditionsTable({ conditions }: Subject): Table {
  return {
    caption:
      "In percent of whole clips; a clip on which nothing is heard counts as wrong",
    head: ["condition", "UAR", "95 % over speakers", "accuracy", "clips heard"],
    rows: Object.entries(conditions).map(([name, { utterance, coverage }]) => [
      conditionText(name),
      percent(utterance.uar),
      interval(utterance.uarInterval),
      percent(utterance.accuracy),
      `${coverage.heardClips} of ${coverage.clips}`,
    ]),
  };
}

/** Each label: how many are recognised, and what the others are taken for. */
export function recallTable(subject: Subject): Table {
  const frequent = confusions(subject);
  const takenFor = (label: string) =>
    frequent.filter((one) => one.label === label).slice(0, 2)
      .map(({ taken, share }) => `${taken} (${percent(share)})`).join(", ");
  return {
    caption: `${
      conditionText(subject.mainCondition)
    }, in percent of the label's clips`,
    head: ["label", "most often taken for", "recall"],
    rows: recalls(subject).map(({ label, recall }) => [
      label,
      takenFor(label) || "–",
      percent(recall),
    ]),
    wordColumns: 2,
  };
}

/** Of more speakers the hardest are shown. */
const MOST_SPEAKERS = 40;

/** Each speaker, the hardest first. */
export function speakersTable({ main, mainCondition }: Subject): Table {
  const hardestFirst = Object.entries(main.perActor)
    .sort(([, a], [, b]) => a.uar - b.uar);
  return {
    caption: `${conditionText(mainCondition)}, in percent, the hardest first`,
    head: ["speaker", "UAR", "accuracy", "clips"],
    rows: hardestFirst.slice(0, MOST_SPEAKERS).map(([speaker, scores]) => [
      speaker,
      percent(scores.uar),
      percent(scores.accuracy),
      String(scores.clips),
    ]),
  };
}

/** What is known so many seconds after the first speech. */
export function hearingTable(subject: Subject): Table {
  const conditions = compared(subject);
  return {
    caption: "UAR in percent; a clip without a label yet counts as wrong",
    head: [
      "seconds",
      "has a label",
      ...conditions.map(([name]) => `UAR ${conditionText(name)}`),
    ],
    rows: subject.main.hearingCurve.map(({ seconds, answered }) => [
      String(seconds),
      percent(answered),
      ...conditions.map(([, { hearingCurve }]) =>
        percent(hearingCurve.find((at) => at.seconds === seconds)?.uar)
      ),
    ]),
  };
}

/** The bins of a reliability diagram, as they are known last. */
export function reliabilityTable(
  { reliability: { before = [], after } }: Subject,
): Table {
  const bins: Bins = after ?? before;
  return {
    caption: `${
      after ? "With its temperature" : "At temperature 1"
    }, in percent`,
    head: ["confidence", "accuracy", "answers"],
    rows: bins.map(({ confidence, accuracy, count }) => [
      percent(confidence),
      percent(accuracy),
      String(count),
    ]),
  };
}

/** Accuracy of the surest clips. */
export function abstentionTable(subject: Subject): Table {
  const conditions = compared(subject);
  return {
    caption: "Accuracy in percent, of the surest clips only",
    head: [
      "answered",
      ...conditions.map(([name]) => conditionText(name)),
    ],
    rows: pointsOf(subject.main).map(({ coverage }) => [
      `${Math.round(100 * coverage)} %`,
      ...conditions.map(([, measured]) =>
        percent(
          pointsOf(measured).find((at) => at.coverage === coverage)?.accuracy,
        )
      ),
    ]),
  };
}

/** Every tenth epoch and the last, of several networks one after the other. */
export function learningTable(
  { epochs }: History,
  { seeds }: Networks,
): Table {
  const byMember = Map.groupBy(epochs, ({ member }) => member ?? 0);
  const isSeveral = byMember.size > 1;
  const rows = [...byMember].flatMap(([member, own]) =>
    own.filter((_, i) => i % 10 === 9 || i === own.length - 1)
      .map(({ epoch, loss, validation }) => [
        ...isSeveral ? [String(seeds[member] ?? member)] : [],
        String(epoch),
        loss.toFixed(3),
        validation?.loss.toFixed(3) ?? "–",
        percent(validation?.uar),
      ])
  );
  return {
    caption: "Losses in nats, UAR in percent",
    head: [
      ...isSeveral ? ["seed"] : [],
      "epoch",
      "training loss",
      "validation loss",
      "validation UAR",
    ],
    rows,
  };
}
