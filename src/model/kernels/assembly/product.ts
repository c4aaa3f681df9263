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
  const fromBytes = usize(fromStride) << 2;
  const toBytes = usize(toStride) << 2;
  const tiled = rows & ~3;
  const whole = width & ~7;
  for (let column = 0; column < whole; column += 8) {
    const panel = panels + usize(column >> 3) * panelBytes;
    for (let row = 0; row < tiled; row += 4) {
      addTile(
        from + usize(row) * fromBytes,
        fromBytes,
        panel,
        depth,
        to + usize(row) * toBytes + (usize(column) << 2),
        toBytes,
      );
    }
  }
  for (let row = 0; row < rows; row++) {
    const x = from + usize(row) * fromBytes;
    const y = to + usize(row) * toBytes;
    if (row >= tiled) addRow(x, panels, panelBytes, depth, y, whole);
    if (whole == width) continue;
    const last = panels + usize(whole >> 3) * panelBytes;
    addPartialRow(x, last, depth, y + (usize(whole) << 2), width - whole);
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

/**
 * One row by whole panels, four at a time, so that no product waits for another.
 * Every sum is taken in the order of a tile's: what a row gives does not depend
 * on how many others there are.
 */
function addRow(
  x: usize,
  panels: usize,
  panelBytes: usize,
  depth: i32,
  y: usize,
  width: i32,
): void {
  let column = 0;
  for (; column + 32 <= width; column += 32, y += 128) {
    addFourPanels(x, panels, panelBytes, depth, y);
    panels += 4 * panelBytes;
  }
  for (; column < width; column += 8, y += 32, panels += panelBytes) {
    let low = f32x4.splat(0), high = f32x4.splat(0);
    for (let k: usize = 0; k < usize(depth); k++) {
      const value = v128.load32_splat(x + (k << 2));
      const weights = panels + (k << 5);
      low = f32x4.relaxed_madd(value, v128.load(weights), low);
      high = f32x4.relaxed_madd(value, v128.load(weights, 16), high);
    }
    addTo(y, low, high);
  }
}

/** One row by four panels that lie one after the other. */
@inline
function addFourPanels(
  x: usize,
  panel: usize,
  panelBytes: usize,
  depth: i32,
  y: usize,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  let a = panel;
  let b = a + panelBytes;
  let c = b + panelBytes;
  let d = c + panelBytes;
  const end = a + (usize(depth) << 5);
  for (; a < end; a += 32, x += 4) {
    const value = v128.load32_splat(x);
    a0 = f32x4.relaxed_madd(value, v128.load(a), a0);
    a1 = f32x4.relaxed_madd(value, v128.load(a, 16), a1);
    b0 = f32x4.relaxed_madd(value, v128.load(b), b0);
    b1 = f32x4.relaxed_madd(value, v128.load(b, 16), b1);
    c0 = f32x4.relaxed_madd(value, v128.load(c), c0);
    c1 = f32x4.relaxed_madd(value, v128.load(c, 16), c1);
    d0 = f32x4.relaxed_madd(value, v128.load(d), d0);
    d1 = f32x4.relaxed_madd(value, v128.load(d, 16), d1);
    b += 32;
    c += 32;
    d += 32;
  }
  addTo(y, a0, a1);
  addTo(y + 32, b0, b1);
  addTo(y + 64, c0, c1);
  addTo(y + 96, d0, d1);
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
