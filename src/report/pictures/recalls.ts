/**
 * How many of each label's clips are recognised.
 *
 * @module
 */
import {
  COLOURS,
  frame,
  LEGEND_HEAD_PX,
  namesPx,
  type Picture,
} from "../picture.ts";
import { compared, type Subject } from "../subject.ts";
import { type LabelRecall, recalls } from "../weakness.ts";
import { conditionText, listed, percent } from "../wording.ts";
import { names, percents } from "./marks.ts";

const ROW_PX = 28;

/** Recall by label, the best first; undefined if no label has a clip. */
export function recallsPicture(subject: Subject): Picture | undefined {
  const { name, source } = subject;
  const ranked = recalls(subject);
  if (ranked.length === 0) return undefined;
  const legend = compared(subject).map(([name]) => conditionText(name));
  return {
    name: `${name}-recalls`,
    title: "How many of each label are recognised",
    source,
    description: `Recall in percent, ${legend[0]}: ${
      listed(ranked.map(({ label, recall }) => `${label} ${percent(recall)}`))
    }.`,
    spec: {
      ...frame({
        left: namesPx(ranked.map(({ label }) => label)),
        head: LEGEND_HEAD_PX,
        right: 36, // the number beside a full bar
        height: ROW_PX * ranked.length,
      }),
      data: { values: barsOf(subject, ranked) },
      encoding: {
        y: names("label", null),
        yOffset: { field: "condition", sort: legend },
        x: percents("recall", "recall, %"),
      },
      layer: [
        {
          mark: "bar",
          encoding: { color: coloured(legend) },
        },
        {
          mark: { type: "text", align: "left", dx: 4, fontSize: 10.5 },
          encoding: { text: { field: "recall", format: ".0f" } },
        },
      ],
    },
  };
}

function barsOf(subject: Subject, ranked: readonly LabelRecall[]) {
  return compared(subject).flatMap(([condition, { perClassRecall }]) =>
    ranked.map(({ label }) => ({
      label,
      condition: conditionText(condition),
      recall: 100 * (perClassRecall[label] ?? 0),
    }))
  );
}

function coloured(domain: string[]) {
  const range = [COLOURS.blue, COLOURS.orange];
  return { field: "condition", sort: domain, scale: { domain, range } };
}
