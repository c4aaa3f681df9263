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
  take(): readonly Uint8Array[];
}

/** Between two drawings for those who want less motion. */
const CALM_MS = 1_000;

/** Draws columns as they come, until it is destroyed. */
export class SpectrogramCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #columns: Columns;
  readonly #calm = matchMedia("(prefers-reduced-motion: reduce)");
  #request = 0;
  #drawnMs = -Infinity;

  constructor(canvas: HTMLCanvasElement, columns: Columns) {
    canvas.width = WIDTH;
    canvas.height = BAND_COUNT;
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false })!;
    this.#columns = columns;
    this.#request = requestAnimationFrame(this.#draw);
  }

  destroy(): void {
    cancelAnimationFrame(this.#request);
  }

  readonly #draw = (nowMs: number) => {
    this.#request = requestAnimationFrame(this.#draw);
    if (this.#calm.matches && nowMs - this.#drawnMs < CALM_MS) return;
    const columns = this.#columns.take();
    if (columns.length === 0) return;
    this.#drawnMs = nowMs;
    this.#scroll(columns.length);
    this.#context.putImageData(imageOf(columns), WIDTH - columns.length, 0);
  };

  #scroll(columns: number): void {
    this.#context.drawImage(this.#canvas, -columns, 0);
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
