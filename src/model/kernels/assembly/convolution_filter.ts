/**
 * The gradient of a convolution by its weights: sums of outer products.
 *
 * Tiles are six weights of the kernel by eight channels, over a block of rows.
 * What lies beyond the last weight is computed like it and not stored.
 */

/** Output rows that share the sums of a tile before they are stored. */
const BLOCK_ROWS = 8;

/** Weights of a tile. */
const PLACES: i32 = 6;

/**
 * Adds to `dWeights` `[kernel, run, channels]` the gradient by the weights.
 *
 * @param input `[items, inRows, inWidth]`, padded.
 * @param dOutput `[items, outRows, columns, channels]`.
 * @param scratch Where the values of each weight lie, `[kernel * run + PLACES]`,
 * then `[BLOCK_ROWS, columns, 8]`.
 * @param firstChannel Only channels from here, a multiple of eight ...
 * @param endChannel ... up to here.
 */
export function convolveFilter(
  input: usize,
  dOutput: usize,
  dWeights: usize,
  scratch: usize,
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
  firstChannel: i32,
  endChannel: i32,
): void {
  const weights = kernel * run;
  const channelBytes = usize(channels) << 2;
  const packed = scratch + (usize(weights + PLACES) << 2);
  findValues(scratch, kernel, run, inWidth);
  for (let item = 0; item < items; item++) {
    for (let row = 0; row < outRows; row += BLOCK_ROWS) {
      const rows = min(BLOCK_ROWS, outRows - row);
      const at = item * outRows + row;
      const g = dOutput + usize(at * columns) * channelBytes;
      const x = input +
        (usize((item * inRows + row * rowStep) * inWidth) << 2);
      let channel = firstChannel;
      for (; channel + 8 <= endChannel; channel += 8) {
        const offset = usize(channel) << 2;
        packChannels(g + offset, packed, rows * columns, channelBytes);
        for (let first = 0; first < weights; first += PLACES) {
          addOuterTile(
            scratch + (usize(first) << 2), x, usize(rowStep * inWidth) << 2, usize(step) << 2, packed,
            dWeights + offset + usize(first) * channelBytes,
            dWeights + offset + usize(weights - 1) * channelBytes,
            channelBytes, rows, columns,
          );
        }
      }
      for (; channel < endChannel; channel++) {
        const offset = usize(channel) << 2;
        for (let w = 0; w < weights; w++) {
          addOuterValue(
            x + load<u32>(scratch + (usize(w) << 2)),
            usize(rowStep * inWidth) << 2, usize(step) << 2, g + offset, channelBytes,
            dWeights + offset + usize(w) * channelBytes, rows, columns,
          );
        }
      }
    }
  }
}

/** Writes how far behind the first value each weight's first value lies, in bytes; the last again to fill a tile. */
function findValues(to: usize, kernel: i32, run: i32, inWidth: i32): void {
  let last: u32 = 0;
  for (let k = 0; k < kernel; k++) {
    for (let r = 0; r < run; r++, to += 4) {
      last = u32(k * inWidth + r) << 2;
      store<u32>(to, last);
    }
  }
  for (let place = 0; place < PLACES; place++, to += 4) store<u32>(to, last);
}

/** Copies eight channels of each position to where they are neighbours. */
function packChannels(
  from: usize,
  to: usize,
  positions: i32,
  stepBytes: usize,
): void {
  for (let i = 0; i < positions; i++, from += stepBytes, to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

/** Sums, over rows and columns, the products of six weights' values and eight channels `[rows, columns, 8]`. */
function addOuterTile(
  offsets: usize,
  x: usize,
  xRowBytes: usize,
  xStepBytes: usize,
  g: usize,
  to: usize,
  last: usize,
  toBytes: usize,
  rows: i32,
  columns: i32,
): void {
  let xa = x + load<u32>(offsets);
  let xb = x + load<u32>(offsets, 4);
  let xc = x + load<u32>(offsets, 8);
  let xd = x + load<u32>(offsets, 12);
  let xe = x + load<u32>(offsets, 16);
  let xf = x + load<u32>(offsets, 20);
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  let e0 = f32x4.splat(0), e1 = f32x4.splat(0);
  let f0 = f32x4.splat(0), f1 = f32x4.splat(0);
  const rowGBytes = usize(columns) << 5;
  const jump = xRowBytes - usize(columns) * xStepBytes;
  for (let row = 0; row < rows; row++) {
    const end = g + rowGBytes;
    for (; g < end; g += 32) {
      const g0 = v128.load(g);
      const g1 = v128.load(g, 16);
      let value = v128.load32_splat(xa);
      a0 = f32x4.relaxed_madd(value, g0, a0);
      a1 = f32x4.relaxed_madd(value, g1, a1);
      value = v128.load32_splat(xb);
      b0 = f32x4.relaxed_madd(value, g0, b0);
      b1 = f32x4.relaxed_madd(value, g1, b1);
      value = v128.load32_splat(xc);
      c0 = f32x4.relaxed_madd(value, g0, c0);
      c1 = f32x4.relaxed_madd(value, g1, c1);
      value = v128.load32_splat(xd);
      d0 = f32x4.relaxed_madd(value, g0, d0);
      d1 = f32x4.relaxed_madd(value, g1, d1);
      value = v128.load32_splat(xe);
      e0 = f32x4.relaxed_madd(value, g0, e0);
      e1 = f32x4.relaxed_madd(value, g1, e1);
      value = v128.load32_splat(xf);
      f0 = f32x4.relaxed_madd(value, g0, f0);
      f1 = f32x4.relaxed_madd(value, g1, f1);
      xa += xStepBytes;
      xb += xStepBytes;
      xc += xStepBytes;
      xd += xStepBytes;
      xe += xStepBytes;
      xf += xStepBytes;
    }
    xa += jump;
    xb += jump;
    xc += jump;
    xd += jump;
    xe += jump;
    xf += jump;
  }
  addPair(to, last, a0, a1);
  addPair(to + toBytes, last, b0, b1);
  addPair(to + 2 * toBytes, last, c0, c1);
  addPair(to + 3 * toBytes, last, d0, d1);
  addPair(to + 4 * toBytes, last, e0, e1);
  addPair(to + 5 * toBytes, last, f0, f1);
}

/** Adds to the sums of one weight, unless it lies beyond the last. */
@inline
function addPair(to: usize, last: usize, low: v128, high: v128): void {
  if (to > last) return;
  v128.store(to, f32x4.add(v128.load(to), low));
  v128.store(to, f32x4.add(v128.load(to, 16), high), 16);
}

/** One place by one channel. */
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
