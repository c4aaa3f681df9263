/**
 * What several pictures have in common.
 *
 * @module
 */
import { COLOURS, type Layer, SHORT_LABELS } from "../picture.ts";
import { conditionText } from "../wording.ts";

/** An axis of percent, from none to all. */
export function percents(field: string, title: string) {
  return {
    field,
    type: "quantitative" as const,
    title,
    scale: { domain: [0, 100] },
  };
}

/** An axis of names, in the order in which they come. */
export function names(field: string, title: string | null) {
  return {
    field,
    type: "nominal" as const,
    sort: null,
    title,
    axis: { ticks: false, grid: true, labelExpr: SHORT_LABELS },
  };
}

/** UAR of who guesses. */
export function chanceOf(labels: readonly string[]): number {
  return 1 / labels.length;
}

/** A dashed line where guessing is, across the axis of UAR. */
export function chanceLayer(axis: "x" | "y", labels: readonly string[]): Layer {
  return {
    data: { values: [{ chance: 100 * chanceOf(labels) }] },
    mark: { type: "rule", color: COLOURS.faint, strokeDash: [3, 4] },
    encoding: { [axis]: { field: "chance", type: "quantitative" } },
  };
}

/** Colour and shape by condition: as recorded and by telephone. */
export function byCondition(conditions: readonly string[]) {
  const domain = conditions.map(conditionText);
  const by = (range: string[]) => ({
    field: "condition",
    type: "nominal" as const,
    scale: { domain, range },
  });
  return {
    color: by([COLOURS.blue, COLOURS.orange]),
    shape: by(["circle", "square"]),
  };
}
