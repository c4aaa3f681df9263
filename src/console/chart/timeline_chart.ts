/**
 * The emotions of one channel over time.
 *
 * @module
 */
// Draws thousands of moving points in a millisecond, in 50 kB.
import uPlot from "uplot";
import type { TimelinePoint } from "../call/timeline.ts";
import { clockText } from "../text.ts";
import { colourOf } from "./palette.ts";
import { drawRibbon, RIBBON_PX } from "./ribbon.ts";
import { type Run, runs, stacked } from "./stacked.ts";

/** Height in CSS pixels. */
const HEIGHT_PX = 168;

/** Room for the labels of the y axis; the spectrogram begins there as well. */
const AXIS_PX = 52;

/** Seconds from one label of the x axis to the next. */
const STEPS_S = [5, 10, 30, 60, 300, 600, 1_800, 3_600];

/** Room for the last label of the x axis; the spectrogram ends there as well. */
const END_PX = 16;

/** The page's own colours, which follow light and dark. */
function pageColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

/** A chart in an element, until it is destroyed. */
export class TimelineChart {
  readonly #labels: readonly string[];
  readonly #plot: uPlot;
  readonly #observer: ResizeObserver;
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  #runs: readonly Run[] = [];

  constructor(host: HTMLElement, labels: readonly string[]) {
    this.#labels = labels;
    this.#plot = new uPlot(
      this.#options(host.clientWidth || AXIS_PX),
      stacked([], labels.length) as uPlot.AlignedData,
      host,
    );
    this.#observer = new ResizeObserver(() =>
      this.#plot.setSize({ width: host.clientWidth, height: HEIGHT_PX })
    );
    this.#observer.observe(host);
    this.#scheme.addEventListener("change", this.#redraw);
  }

  /** Shows points from a time on to another, in milliseconds of the call. */
  show(points: readonly TimelinePoint[], fromMs: number, toMs: number): void {
    this.#runs = runs(points);
    const data = stacked(points, this.#labels.length);
    this.#plot.batch(() => {
      this.#plot.setData(data as uPlot.AlignedData, false);
      this.#plot.setScale("x", { min: fromMs / 1_000, max: toMs / 1_000 });
    });
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#scheme.removeEventListener("change", this.#redraw);
    this.#plot.destroy();
  }

  readonly #redraw = () => this.#plot.redraw();

  #options(width: number): uPlot.Options {
    const axis: uPlot.Axis = {
      stroke: () => pageColour("--muted"),
      grid: { stroke: () => pageColour("--line"), width: 1 },
      ticks: { stroke: () => pageColour("--line"), width: 1 },
    };
    return {
      width,
      height: HEIGHT_PX,
      padding: [RIBBON_PX + 4, END_PX, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, auto: false }, y: { range: [0, 1] } },
      axes: [
        {
          ...axis,
          size: 28,
          incrs: STEPS_S,
          values: (_plot, ticks) => ticks.map((s) => clockText(1_000 * s)),
        },
        {
          ...axis,
          size: AXIS_PX,
          values: (_plot, ticks) => ticks.map((share) => `${100 * share}%`),
          splits: () => [0, 0.5, 1],
        },
      ],
      series: [
        {},
        ...this.#labels.map((label): uPlot.Series => ({
          stroke: () => pageColour("--surface"),
          width: 1,
          fill: colourOf(label, this.#labels),
          points: { show: false },
        })),
      ],
      bands: this.#labels.slice(1).map((_, i) => ({ series: [i + 1, i + 2] })),
      hooks: { draw: [(plot) => this.#drawRibbon(plot)] },
    };
  }

  #drawRibbon(plot: uPlot): void {
    const scale = uPlot.pxRatio;
    const { left, top, width } = plot.bbox;
    drawRibbon(
      {
        context: plot.ctx,
        top: top - (RIBBON_PX + 2) * scale,
        left,
        width,
        scale,
        xOf: (seconds) => plot.valToPos(seconds, "x", true),
        muted: pageColour("--muted"),
        background: pageColour("--surface"),
      },
      this.#runs,
      this.#labels,
    );
  }
}
