/**
 * A spectrogram that scrolls: what was drawn moves to the left, and only what is
 * new is drawn.
 *
 * @module
 */
import { BAND_COUNT, MAX_WAITING } from "../audio/spectrogram.ts";
import { HEAT } from "./heat.ts";

/** Columns that are shown. */
const WIDTH = MAX_WAITING;

/** Who has columns to draw. */
export interface Columns {
  /** Called when there are new ones. */
  onColumns: (() => void) | undefined;
  take(): readonly Uint8Array[];
}

/** Between two drawings: two columns at a time look smooth, and a frame of the page costs more than drawing them. */
const FRAME_MS = 80;

/** The same for those who want less motion. */
const CALM_MS = 1_000;

/** Draws columns as they come, until it is destroyed. */
export class SpectrogramCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #columns: Columns;
  readonly #calm = matchMedia("(prefers-reduced-motion: reduce)");
  #timer: number | undefined;
  #frame = 0;
  #drawnMs = -Infinity;

  constructor(canvas: HTMLCanvasElement, columns: Columns) {
    canvas.width = WIDTH;
    canvas.height = BAND_COUNT;
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false })!;
    this.#columns = columns;
    columns.onColumns = () => this.#schedule();
    this.#schedule();
  }

  destroy(): void {
    this.#columns.onColumns = undefined;
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    const frameMs = this.#calm.matches ? CALM_MS : FRAME_MS;
    const waitMs = this.#drawnMs + frameMs - performance.now();
    this.#timer = setTimeout(() => {
      this.#frame = requestAnimationFrame(() => this.#draw());
    }, waitMs);
  }

  #draw(): void {
    this.#timer = undefined;
    this.#drawnMs = performance.now();
    const columns = this.#columns.take();
    if (columns.length === 0) return;
    this.#context.drawImage(this.#canvas, -columns.length, 0);
    this.#context.putImageData(imageOf(columns), WIDTH - columns.length, 0);
  }
}

/** Columns side by side, the lowest band at the bottom. */
function imageOf(columns: readonly Uint8Array[]): ImageData {
  const image = new ImageData(columns.length, BAND_COUNT);
  const pixels = new Uint32Array(image.data.buffer);
  columns.forEach((column, x) => {
    column.forEach((loudness, band) => {
      const y = BAND_COUNT - 1 - band;
      pixels[y * columns.length + x] = HEAT[loudness]!;
    });
  });
  return image;
}
