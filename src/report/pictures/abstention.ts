/**
 * What is gained by not answering where the model is least sure.
 *
 * @module
 */
import type { Measured } from "../measured.ts";
import { frame, LEGEND_HEAD_PX, type Picture } from "../picture.ts";
import { compared, type Subject } from "../subject.ts";
import { conditionText, percent } from "../wording.ts";
import { byCondition, percents } from "./marks.ts";

/** Accuracy against the share of clips that are answered. */
export function abstentionPicture(subject: Subject): Picture {
  const { name, source, main, mainCondition } = subject;
  const conditions = compared(subject);
  const values = conditions.flatMap(([condition, measured]) =>
    pointsOf(measured).map(({ coverage, accuracy }) => ({
      condition: conditionText(condition),
      coverage: 100 * coverage,
      accuracy: 100 * accuracy,
    }))
  );
  return {
    name: `${name}-abstention`,
    title: "What silence gains",
    source,
    description: `Accuracy of the surest clips, ${
      conditionText(mainCondition)
    }: ${
      pointsOf(main).map(({ coverage, accuracy }) =>
        `${percent(accuracy)} % of the surest ${Math.round(100 * coverage)} %`
      ).join(", ")
    }.`,
    spec: {
      ...frame({ head: LEGEND_HEAD_PX, height: 260 }),
      data: { values },
      mark: {
        type: "line",
        strokeWidth: 2.5,
        point: { size: 60, filled: true },
      },
      encoding: {
        x: percents("coverage", "clips answered, the surest first, %"),
        y: percents("accuracy", "accuracy, %"),
        ...byCondition(conditions.map(([condition]) => condition)),
      },
    },
  };
}

/** The measured points, and all clips answered where a file has no point for that. */
export function pointsOf({ abstention, utterance }: Measured) {
  const points = abstention.utterance;
  return points.some(({ coverage }) => coverage === 1)
    ? points
    : [...points, { coverage: 1, accuracy: utterance.accuracy }];
}
