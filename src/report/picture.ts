/**
 * What a picture is: a declaration, not a drawing. `draw.ts` alone makes lines of it.
 *
 * @module
 */
import type { TopLevelSpec } from "vega-lite";

/** A picture, yet to be drawn. */
export interface Picture {
  /** Of its file, without ending: letters, digits and dashes. */
  readonly name: string;
  /** What it shows, above it. */
  readonly title: string;
  /** Of what its figures are, below the title. */
  readonly source: string;
  /** The same in words, for who cannot see it. */
  readonly description: string;
  /** In Vega-Lite, without title and background. */
  readonly spec: TopLevelSpec;
}

/** Width of every picture: two beside each other on a page, one on a phone. */
export const WIDTH_PX = 480;
/** Above the plot: title and source, and a legend where there is one. */
export const HEAD_PX = 62;
/** The same with a legend. */
export const LEGEND_HEAD_PX = 86;
/** Below the plot: an axis with its title. */
export const FOOT_PX = 48;
/** Right of the plot, for the half of the last number. */
export const EDGE_PX = 20;
/** Left of the plot, where an axis has numbers and a title. */
export const NUMBERS_PX = 58;

/** Colours that stay apart for the colour-blind and in grey (Okabe and Ito 2008). */
export const COLOURS = {
  blue: "#0072b2",
  orange: "#d55e00",
  green: "#009e73",
  ink: "#24292f",
  faint: "#57606a",
  line: "#d0d7de",
} as const;

/** A plot that leaves so much room to its left; `draw.ts` writes the title at the edge. */
export function frame(
  {
    left = NUMBERS_PX,
    head = HEAD_PX,
    right = EDGE_PX,
    foot = FOOT_PX,
    height,
  }: {
    readonly left?: number;
    readonly head?: number;
    readonly right?: number;
    readonly foot?: number;
    readonly height: number;
  },
) {
  return {
    width: WIDTH_PX - left - right,
    height,
    padding: { left, right, top: head, bottom: foot },
    autosize: "none" as const,
  };
}

/** Room for names left of a plot: some letters' width each. */
export function namesPx(names: readonly string[]): number {
  const longest = Math.max(...names.map((name) => shortened(name).length));
  return 30 + Math.ceil(6.3 * longest);
}

/** Letters of a name that a picture shows; who named it knows the rest. */
const NAME_LETTERS = 22;

/** A name that fits beside a plot. */
export function shortened(name: string): string {
  return name.length > NAME_LETTERS
    ? `${name.slice(0, NAME_LETTERS - 1)}…`
    : name;
}

/** Shortens the names on an axis as `shortened` does. */
export const SHORT_LABELS =
  `length(datum.label) > ${NAME_LETTERS} ? slice(datum.label, 0, ${
    NAME_LETTERS - 1
  }) + '…' : datum.label`;

/** A layer of a picture. */
export type Layer = Extract<
  TopLevelSpec,
  { readonly layer: unknown }
>["layer"][number];
