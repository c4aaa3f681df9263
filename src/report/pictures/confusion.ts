/**
 * Which label is taken for which: a row a true label, in shares of its clips.
 *
 * @module
 */
import {
  COLOURS,
  EDGE_PX,
  frame,
  HEAD_PX,
  type Layer,
  namesPx,
  type Picture,
  SHORT_LABELS,
  shortened,
} from "../picture.ts";
import type { Subject } from "../subject.ts";
import { listed } from "../wording.ts";
import { confusions } from "../weakness.ts";
import { names } from "./marks.ts";

/** Beyond this many labels a cell has no room for numbers. */
const NUMBERED_LABELS = 12;
/** Of a cell, from which on its ground is dark. */
const DARK_SHARE = 0.55;
const ROW_PX = 42;

/** The confusion matrix of the main condition. */
export function confusionPicture(subject: Subject): Picture {
  const { name, labels, source } = subject;
  const rows = labels.length <= NUMBERED_LABELS ? ROW_PX : 16;
  const left = namesPx(labels);
  const above = slantedPx(labels);
  return {
    name: `${name}-confusion`,
    title: "What is taken for what",
    source,
    description: description(subject),
    spec: {
      ...frame({
        left: left + TITLE_PX,
        head: HEAD_PX + above + TITLE_PX,
        right: Math.max(EDGE_PX, slantedPx(labels.slice(-1))),
        foot: 18,
        height: rows * labels.length,
      }),
      data: { values: cellsOf(subject) },
      encoding: {
        x: {
          ...names("answered", "answered"),
          axis: {
            ...UNRULED,
            orient: "top",
            labelAngle: -40,
            minExtent: above,
            maxExtent: above,
          },
        },
        y: {
          ...names("true", "true label"),
          axis: { ...UNRULED, minExtent: left - 14, maxExtent: left - 14 },
        },
      },
      layer: [ground(), ...(rows === ROW_PX ? numbers() : [])],
    },
  };
}

/**
 * Room for slanted names: as much as Vega guesses, for it puts the title beyond,
 * and enough to the right of the last.
 */
function slantedPx(names: readonly string[]): number {
  const longest = Math.max(...names.map((name) => shortened(name).length));
  return 6 + Math.ceil(6.2 * longest);
}

function description(subject: Subject): string {
  const worst = confusions(subject).slice(0, 3).map(({ label, taken, share }) =>
    `${label} for ${taken} (${Math.round(100 * share)} %)`
  );
  return `Confusion matrix of ${subject.labels.length} labels, each row in percent of the clips of a true label, with counts. Most often taken: ${
    listed(worst) || "nothing"
  }.`;
}

/** Of an axis' title. */
const TITLE_PX = 18;
const UNRULED = { grid: false, ticks: false, labelExpr: SHORT_LABELS };

function cellsOf({ labels, main }: Subject) {
  return labels.flatMap((label, i) => {
    const row = main.confusion[i] ?? [];
    const clips = row.reduce((sum, count) => sum + count, 0);
    return labels.map((answered, j) => ({
      true: label,
      answered,
      count: row[j] ?? 0,
      share: clips > 0 ? (row[j] ?? 0) / clips : 0,
    }));
  });
}

function ground(): Layer {
  return {
    mark: { type: "rect", stroke: "#ffffff", strokeWidth: 1.5 },
    encoding: {
      color: {
        field: "share",
        type: "quantitative",
        scale: { domain: [0, 1], range: ["#f3f6fa", "#6baed6", "#08306b"] },
        legend: null,
      },
    },
  };
}

/** The share above, the count below it; empty cells stay empty. */
function numbers(): Layer[] {
  const colour = {
    condition: { test: `datum.share > ${DARK_SHARE}`, value: "#ffffff" },
    value: COLOURS.ink,
  };
  const line = (calculate: string, size: number, dy: number): Layer => ({
    transform: [{ filter: "datum.count > 0" }, { calculate, as: "text" }],
    mark: { type: "text", fontSize: size, dy },
    encoding: { text: { field: "text" }, color: colour },
  });
  return [
    line("format(100 * datum.share, '.0f') + ' %'", 12, -5),
    line("format(datum.count, 'd')", 9.5, 9),
  ];
}
