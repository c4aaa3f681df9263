/**
 * Products of rows and panels of weights, the heart of every kernel.
 *
 * A panel is eight columns of weights, one row after the other, `[depth][8]`.
 * Pointers are in bytes, counts and strides in values. Tiles are 4 rows by one
 * panel: eight accumulators, and six loads for eight products.
 */

/** Packs weights `[depth, width]` into panels `[width / 8][depth][8]`, filled up with zeros. */
export function packPanels(
  weights: usize,
  panels: usize,
  depth: i32,
  width: i32,
): void {
  for (let first = 0; first < width; first += 8) {
    for (let row = 0; row < depth; row++) {
      for (let i = 0; i < 8; i++, panels += 4) {
        const column = first + i;
        store<f32>(
          panels,
          column < width
            ? load<f32>(weights + (usize(row * width + column) << 2))
            : 0,
        );
      }
    }
  }
}

/** Packs the transposes of weights `[taps, depth, width]`: panels `[depth / 8][taps][width][8]`. */
export function packTransposedPanels(
  weights: usize,
  panels: usize,
  taps: i32,
  depth: i32,
  width: i32,
): void {
  for (let first = 0; first < depth; first += 8) {
    for (let tap = 0; tap < taps; tap++) {
      const matrix = tap * depth;
      for (let column = 0; column < width; column++) {
        for (let i = 0; i < 8; i++, panels += 4) {
          const row = first + i;
          const at = (matrix + row) * width + column;
          store<f32>(
            panels,
            row < depth ? load<f32>(weights + (usize(at) << 2)) : 0,
          );
        }
      }
    }
  }
}

/**
 * Adds to `rows` rows of `to` the product of rows of `from` and all panels.
 *
 *     to[row, column] += sum over k of from[row, k] * weight[k, column]
 *
 * Rows of `to` may overlap: they are added to one after the other.
 */
export function addProduct(
  from: usize,
  fromStride: i32,
  panels: usize,
  depth: i32,
  to: usize,
  toStride: i32,
  rows: i32,
  width: i32,
): void {
  const panelBytes = usize(depth) << 5;
  for (let column = 0; column < width; column += 8, panels += panelBytes) {
    const whole = column + 8 <= width;
    let row = 0;
    if (whole) {
      for (; row + 4 <= rows; row += 4) {
        addTile(
          from + (usize(row * fromStride) << 2),
          usize(fromStride) << 2,
          panels,
          depth,
          to + (usize(row * toStride + column) << 2),
          usize(toStride) << 2,
        );
      }
    }
    for (; row < rows; row++) {
      const x = from + (usize(row * fromStride) << 2);
      const y = to + (usize(row * toStride + column) << 2);
      if (whole) addRow(x, panels, depth, y);
      else addPartialRow(x, panels, depth, y, width - column);
    }
  }
}

/** Four rows by one panel; strides in bytes. */
@inline
function addTile(
  x0: usize,
  xBytes: usize,
  panel: usize,
  depth: i32,
  y0: usize,
  yBytes: usize,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  let x1 = x0 + xBytes;
  let x2 = x1 + xBytes;
  let x3 = x2 + xBytes;
  const end = panel + (usize(depth) << 5);
  for (; panel < end; panel += 32) {
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    let x = v128.load32_splat(x0);
    a0 = f32x4.relaxed_madd(x, w0, a0);
    a1 = f32x4.relaxed_madd(x, w1, a1);
    x = v128.load32_splat(x1);
    b0 = f32x4.relaxed_madd(x, w0, b0);
    b1 = f32x4.relaxed_madd(x, w1, b1);
    x = v128.load32_splat(x2);
    c0 = f32x4.relaxed_madd(x, w0, c0);
    c1 = f32x4.relaxed_madd(x, w1, c1);
    x = v128.load32_splat(x3);
    d0 = f32x4.relaxed_madd(x, w0, d0);
    d1 = f32x4.relaxed_madd(x, w1, d1);
    x0 += 4;
    x1 += 4;
    x2 += 4;
    x3 += 4;
  }
  addTo(y0, a0, a1);
  addTo(y0 + yBytes, b0, b1);
  addTo(y0 + 2 * yBytes, c0, c1);
  addTo(y0 + 3 * yBytes, d0, d1);
}

@inline
function addTo(y: usize, low: v128, high: v128): void {
  v128.store(y, f32x4.add(v128.load(y), low));
  v128.store(y, f32x4.add(v128.load(y, 16), high), 16);
}

/** One row by one panel: four sums side by side hide the latency of the products. */
function addRow(x: usize, panel: usize, depth: i32, y: usize): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let k = 0;
  for (; k + 2 <= depth; k += 2, panel += 64, x += 8) {
    const even = v128.load32_splat(x);
    const odd = v128.load32_splat(x, 4);
    a0 = f32x4.relaxed_madd(even, v128.load(panel), a0);
    a1 = f32x4.relaxed_madd(even, v128.load(panel, 16), a1);
    b0 = f32x4.relaxed_madd(odd, v128.load(panel, 32), b0);
    b1 = f32x4.relaxed_madd(odd, v128.load(panel, 48), b1);
  }
  if (k < depth) {
    const last = v128.load32_splat(x);
    a0 = f32x4.relaxed_madd(last, v128.load(panel), a0);
    a1 = f32x4.relaxed_madd(last, v128.load(panel, 16), a1);
  }
  addTo(y, f32x4.add(a0, b0), f32x4.add(a1, b1));
}

/** One row by the first `columns` of a panel. */
function addPartialRow(
  x: usize,
  panel: usize,
  depth: i32,
  y: usize,
  columns: i32,
): void {
  for (let column = 0; column < columns; column++, y += 4, panel += 4) {
    let sum: f32 = 0;
    for (let k = 0; k < depth; k++) {
      sum += load<f32>(x + (usize(k) << 2)) *
        load<f32>(panel + (usize(k) << 5));
    }
    store<f32>(y, load<f32>(y) + sum);
  }
}
