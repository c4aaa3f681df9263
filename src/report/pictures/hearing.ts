/**
 * How soon a stream knows: UAR against the seconds of speech heard.
 *
 * @module
 */
import {
  COLOURS,
  frame,
  type Layer,
  LEGEND_HEAD_PX,
  type Picture,
} from "../picture.ts";
import { compared, type Subject } from "../subject.ts";
import { conditionText, percent } from "../wording.ts";
import { byCondition, chanceLayer, chanceOf, percents } from "./marks.ts";

/** The curve of the main condition and by telephone; undefined without points. */
export function hearingPicture(subject: Subject): Picture | undefined {
  const { name, source, main, labels } = subject;
  if (main.hearingCurve.length === 0) return undefined;
  return {
    name: `${name}-hearing`,
    title: "How soon it knows",
    source,
    description: `UAR in percent after seconds of speech, ${
      conditionText(subject.mainCondition)
    }: ${
      main.hearingCurve.map(({ seconds, uar }) =>
        `${percent(uar)} after ${seconds} s`
      ).join(", ")
    }. Guessing gives ${percent(chanceOf(labels))}.`,
    spec: {
      ...frame({ head: LEGEND_HEAD_PX, height: 260 }),
      layer: [
        curves(subject),
        chanceLayer("y", labels),
        {
          data: { values: [{ y: 100 * chanceOf(labels) }] },
          mark: {
            type: "text",
            text: "guessing",
            align: "right",
            baseline: "bottom",
            dy: -3,
            fontSize: 11,
            color: COLOURS.faint,
            x: "width",
          },
          encoding: { y: { field: "y", type: "quantitative" } },
        },
      ],
    },
  };
}

function curves(subject: Subject): Layer {
  const conditions = compared(subject);
  const values = conditions.flatMap(([condition, { hearingCurve }]) =>
    hearingCurve.map(({ seconds, uar }) => ({
      condition: conditionText(condition),
      seconds,
      uar: 100 * uar,
    }))
  );
  const seconds = subject.main.hearingCurve.map((point) => point.seconds);
  return {
    data: { values },
    mark: { type: "line", strokeWidth: 2.5, point: { size: 60, filled: true } },
    encoding: {
      x: {
        field: "seconds",
        type: "quantitative",
        title: "seconds since the speech began",
        axis: { values: seconds },
      },
      y: percents("uar", "UAR, %"),
      ...byCondition(conditions.map(([condition]) => condition)),
    },
  };
}
