/**
 * Convolutions over rows that carry their own padding.
 *
 *     a padded row   | run of column 0: kernel * channels values |
 *                    |  step  | run of column 1 ...              |
 *
 * What lies under one row of the kernel is a run of contiguous values, so a
 * convolution is a product of runs and weights `[kernel][run][channels]`.
 * Pointers are in bytes, counts and strides in values.
 */
import { addProduct } from "./product";

/** Output rows that share the sums of the filter's gradient before they are stored. */
const BLOCK_ROWS = 8;

/**
 * Adds the convolution to `output` `[items, outRows, columns, channels]`.
 *
 * @param input `[items, inRows, inWidth]`, padded.
 * @param panels Of each row of the kernel, one after the other.
 */
export function convolve(
  input: usize,
  panels: usize,
  output: usize,
  items: i32,
  inRows: i32,
  inWidth: i32,
  outRows: i32,
  columns: i32,
  channels: i32,
  kernel: i32,
  rowStep: i32,
  step: i32,
  run: i32,
): void {
  const panelBytes = usize(((channels + 7) >> 3) * run) << 5;
  for (let item = 0; item < items; item++) {
    for (let row = 0; row < outRows; row++) {
      const to = output +
        (usize((item * outRows + row) * columns * channels) << 2);
      for (let k = 0; k < kernel; k++) {
        const from = input +
          (usize((item * inRows + row * rowStep + k) * inWidth) << 2);
        addProduct(
          from, step, panels + usize(k) * panelBytes, run, to, channels, columns, channels,
        );
      }
    }
  }
}

/**
 * Adds to `dInput`, shaped as the padded input, the gradient by it.
 *
 * @param panels Of the transposed weights of each row of the kernel.
 */
export function convolveBack(
  dOutput: usize,
  panels: usize,
  dInput: usize,
  items: i32,
  inRows: i32,
  inWidth: i32,
  outRows: i32,
  columns: i32,
  channels: i32,
  kernel: i32,
  rowStep: i32,
  step: i32,
  run: i32,
): void {
  const panelBytes = usize(((run + 7) >> 3) * channels) << 5;
  for (let item = 0; item < items; item++) {
    for (let row = 0; row < outRows; row++) {
      const from = dOutput +
        (usize((item * outRows + row) * columns * channels) << 2);
      for (let k = 0; k < kernel; k++) {
        const to = dInput +
          (usize((item * inRows + row * rowStep + k) * inWidth) << 2);
        addProduct(
          from, channels, panels + usize(k) * panelBytes, channels, to, step, columns, run,
        );
      }
    }
  }
}

/** Adds to `dWeights` `[kernel, run, channels]` the gradient by the weights. */
export function convolveFilter(
  input: usize,
  dOutput: usize,
  dWeights: usize,
  items: i32,
  inRows: i32,
  inWidth: i32,
  outRows: i32,
  columns: i32,
  channels: i32,
  kernel: i32,
  rowStep: i32,
  step: i32,
  run: i32,
): void {
  for (let item = 0; item < items; item++) {
    for (let first = 0; first < outRows; first += BLOCK_ROWS) {
      const rows = min(BLOCK_ROWS, outRows - first);
      const gradient = dOutput +
        (usize((item * outRows + first) * columns * channels) << 2);
      for (let k = 0; k < kernel; k++) {
        addOuterProducts(
          input + (usize((item * inRows + first * rowStep + k) * inWidth) << 2),
          usize(rowStep * inWidth) << 2,
          usize(step) << 2,
          gradient,
          dWeights + (usize(k * run * channels) << 2),
          rows, columns, channels, run,
        );
      }
    }
  }
}

/** Sums, over rows and columns, the products of each value of a run and each channel. */
function addOuterProducts(
  x: usize,
  xRowBytes: usize,
  xStepBytes: usize,
  g: usize,
  to: usize,
  rows: i32,
  columns: i32,
  channels: i32,
  run: i32,
): void {
  const gStepBytes = usize(channels) << 2;
  let r = 0;
  for (; r + 4 <= run; r += 4) {
    let channel = 0;
    for (; channel + 8 <= channels; channel += 8) {
      addOuterTile(
        x + (usize(r) << 2), xRowBytes, xStepBytes,
        g + (usize(channel) << 2), gStepBytes,
        to + (usize(r * channels + channel) << 2), rows, columns,
      );
    }
    for (let i = r; i < r + 4; i++) {
      for (let c = channel; c < channels; c++) {
        addOuterValue(
          x + (usize(i) << 2), xRowBytes, xStepBytes,
          g + (usize(c) << 2), gStepBytes,
          to + (usize(i * channels + c) << 2), rows, columns,
        );
      }
    }
  }
  for (; r < run; r++) {
    for (let c = 0; c < channels; c++) {
      addOuterValue(
        x + (usize(r) << 2), xRowBytes, xStepBytes,
        g + (usize(c) << 2), gStepBytes,
        to + (usize(r * channels + c) << 2), rows, columns,
      );
    }
  }
}

/** Four values of the run by eight channels. */
@inline
function addOuterTile(
  x: usize,
  xRowBytes: usize,
  xStepBytes: usize,
  g: usize,
  gStepBytes: usize,
  to: usize,
  rows: i32,
  columns: i32,
): void {
  const toBytes = gStepBytes;
  let y = to;
  let a0 = v128.load(y), a1 = v128.load(y, 16);
  y += toBytes;
  let b0 = v128.load(y), b1 = v128.load(y, 16);
  y += toBytes;
  let c0 = v128.load(y), c1 = v128.load(y, 16);
  y += toBytes;
  let d0 = v128.load(y), d1 = v128.load(y, 16);
  for (let row = 0; row < rows; row++, x += xRowBytes) {
    let at = x;
    for (let column = 0; column < columns; column++) {
      const g0 = v128.load(g);
      const g1 = v128.load(g, 16);
      let value = v128.load32_splat(at);
      a0 = f32x4.relaxed_madd(value, g0, a0);
      a1 = f32x4.relaxed_madd(value, g1, a1);
      value = v128.load32_splat(at, 4);
      b0 = f32x4.relaxed_madd(value, g0, b0);
      b1 = f32x4.relaxed_madd(value, g1, b1);
      value = v128.load32_splat(at, 8);
      c0 = f32x4.relaxed_madd(value, g0, c0);
      c1 = f32x4.relaxed_madd(value, g1, c1);
      value = v128.load32_splat(at, 12);
      d0 = f32x4.relaxed_madd(value, g0, d0);
      d1 = f32x4.relaxed_madd(value, g1, d1);
      at += xStepBytes;
      g += gStepBytes;
    }
  }
  y = to;
  v128.store(y, a0);
  v128.store(y, a1, 16);
  y += toBytes;
  v128.store(y, b0);
  v128.store(y, b1, 16);
  y += toBytes;
  v128.store(y, c0);
  v128.store(y, c1, 16);
  y += toBytes;
  v128.store(y, d0);
  v128.store(y, d1, 16);
}

/** One value of the run by one channel. */
function addOuterValue(
  x: usize,
  xRowBytes: usize,
  xStepBytes: usize,
  g: usize,
  gStepBytes: usize,
  to: usize,
  rows: i32,
  columns: i32,
): void {
  let sum: f32 = 0;
  for (let row = 0; row < rows; row++, x += xRowBytes) {
    let at = x;
    for (let column = 0; column < columns; column++) {
      sum += load<f32>(at) * load<f32>(g);
      at += xStepBytes;
      g += gStepBytes;
    }
  }
  store<f32>(to, load<f32>(to) + sum);
}
