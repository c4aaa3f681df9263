/**
 * The ribbon over the bands: which label held, in words where there is room.
 *
 * @module
 */
import type { Run } from "./stacked.ts";
import { colourOf, inkOn } from "./palette.ts";

/** Height in CSS pixels: a line of small text. */
export const RIBBON_PX = 18;

/** From one stripe of what is uncertain to the next. */
const STRIPE_PX = 6;

/** Where to draw, in pixels of the canvas. */
export interface RibbonPlace {
  readonly context: CanvasRenderingContext2D;
  readonly top: number;
  readonly left: number;
  readonly width: number;
  /** Pixels of the canvas for one of CSS. */
  readonly scale: number;
  /** The place of a time on the x axis. */
  readonly xOf: (seconds: number) => number;
  readonly muted: string;
  readonly background: string;
}

/** Draws the runs: plain for speech, striped for what is uncertain, a thin line for no speech. */
export function drawRibbon(
  place: RibbonPlace,
  runs: readonly Run[],
  labels: readonly string[],
): void {
  const { context, top, left, width, scale } = place;
  context.save();
  context.beginPath();
  context.rect(left, top, width, RIBBON_PX * scale);
  context.clip();
  context.font = `${12 * scale}px system-ui, sans-serif`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const run of runs) drawRun(place, run, labels);
  context.restore();
}

function drawRun(
  place: RibbonPlace,
  { fromS, toS, state, label }: Run,
  labels: readonly string[],
): void {
  const { context, top, left, scale, xOf, muted } = place;
  const x = Math.max(left, xOf(fromS)); // a name stays when its beginning has scrolled away
  const width = xOf(toS) - x;
  const height = RIBBON_PX * scale;
  if (state === "no_speech" || label === null) {
    context.fillStyle = muted;
    context.fillRect(x, top + height / 2, width, scale);
    return;
  }
  const colour = colourOf(label, labels);
  context.fillStyle = colour;
  context.fillRect(x, top, width, height);
  if (state === "uncertain") drawStripes(place, x, width);
  const isStriped = state === "uncertain";
  drawName(place, isStriped ? `${label}?` : label, { x, width, colour });
}

function drawStripes(
  { context, top, scale, background }: RibbonPlace,
  x: number,
  width: number,
): void {
  const height = RIBBON_PX * scale;
  const step = STRIPE_PX * scale;
  context.save();
  context.beginPath();
  context.rect(x, top, width, height);
  context.clip();
  context.strokeStyle = background;
  context.lineWidth = step / 3;
  context.beginPath();
  for (let at = x - height; at < x + width; at += step) {
    context.moveTo(at, top + height);
    context.lineTo(at + height, top);
  }
  context.stroke();
  context.restore();
}

function drawName(
  { context, top, scale }: RibbonPlace,
  name: string,
  { x, width, colour }: { x: number; width: number; colour: string },
): void {
  const margin = 4 * scale;
  const textWidth = context.measureText(name).width;
  if (textWidth + 2 * margin > width) return;
  const height = RIBBON_PX * scale;
  // On a plate of its own colour, so that stripes do not run through the name.
  context.fillStyle = colour;
  context.fillRect(x, top, textWidth + 2 * margin, height);
  context.fillStyle = inkOn(colour);
  context.fillText(name, x + margin, top + height / 2);
}
