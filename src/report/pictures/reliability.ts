/**
 * Whether the model is right as often as it says, before its temperature and after.
 *
 * @module
 */
import type { Bins } from "../measured.ts";
import { COLOURS, frame, LEGEND_HEAD_PX, type Picture } from "../picture.ts";
import type { Subject } from "../subject.ts";
import { percent } from "../wording.ts";
import { percents } from "./marks.ts";

/** The reliability diagram; undefined if no answer is binned. */
export function reliabilityPicture(
  { name, source, reliability }: Subject,
): Picture | undefined {
  const { before, after, eceBefore, eceAfter } = reliability;
  const series = [
    seriesOf("at temperature 1", before, eceBefore, COLOURS.orange),
    seriesOf("with its temperature", after, eceAfter, COLOURS.blue),
  ].filter(({ values }) => values.length > 0);
  if (series.length === 0) return undefined;
  return {
    name: `${name}-reliability`,
    title: "How sure, and how right",
    source,
    description:
      `Reliability diagram: accuracy against confidence in 15 bins, on the diagonal where the two agree. Expected calibration error: ${
        series.map(({ label }) => label).join("; ")
      }.`,
    spec: {
      ...frame({ head: LEGEND_HEAD_PX + 18, height: 300 }),
      layer: [
        {
          data: { values: [{ x: 0, y: 0 }, { x: 100, y: 100 }] },
          mark: { type: "line", color: COLOURS.line, strokeDash: [5, 4] },
          encoding: axes(),
        },
        {
          data: { values: series.flatMap(({ values }) => values) },
          layer: [
            { mark: { type: "line", strokeWidth: 2 } },
            {
              mark: { type: "point", filled: true, opacity: 1 },
              encoding: SIZED,
            },
          ],
          encoding: { ...axes(), ...coloured(series) },
        },
      ],
    },
  };
}

interface Series {
  readonly label: string;
  readonly colour: string;
  readonly values: readonly object[];
}

function seriesOf(
  temperature: string,
  bins: Bins = [],
  ece: number | undefined,
  colour: string,
): Series {
  const error = ece === undefined ? "" : ` (error ${percent(ece)} %)`;
  const label = `${temperature}${error}`;
  const values = bins.map(({ count, confidence, accuracy }) => ({
    label,
    count,
    x: 100 * confidence,
    y: 100 * accuracy,
  }));
  return { label, colour, values };
}

function axes() {
  return {
    x: percents("x", "confidence, %"),
    y: percents("y", "accuracy, %"),
  };
}

/** A large point has many answers. */
const SIZED = {
  size: {
    field: "count",
    type: "quantitative" as const,
    scale: { range: [18, 190], zero: true },
    legend: null,
  },
};

function coloured(series: readonly Series[]) {
  return {
    color: {
      field: "label",
      type: "nominal" as const,
      scale: {
        domain: series.map(({ label }) => label),
        range: series.map(({ colour }) => colour),
      },
      // One below the other: beside, the second would leave the picture.
      legend: { symbolType: "circle", columns: 1 },
    },
  };
}
