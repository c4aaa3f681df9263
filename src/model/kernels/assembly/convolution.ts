/**
 * Convolutions over rows that carry their own padding.
 *
 *     a padded row   | run of column 0: kernel * channels values |
 *                    |  step  | run of column 1 ...              |
 *
 * What lies under one row of the kernel is a run of contiguous values, so a
 * convolution is a product of runs and weights `[kernel][run][channels]`.
 * Pointers are in bytes, counts and strides in values. `table` is scratch for
 * a table of `tile.ts`.
 */
import { HEAD_BYTES, PLACES, storeTiles, TAP_BYTES } from "./tile";

/** Copies rows `[rows, inner]` into rows `[rows, inner + 2 * margin]`, zeros on either side. */
export function pad(
  from: usize,
  to: usize,
  rows: i32,
  inner: i32,
  margin: i32,
): void {
  const innerBytes = usize(inner) << 2;
  const marginBytes = usize(margin) << 2;
  for (let row = 0; row < rows; row++) {
    memory.fill(to, 0, marginBytes);
    to += marginBytes;
    memory.copy(to, from, innerBytes);
    to += innerBytes;
    from += innerBytes;
    memory.fill(to, 0, marginBytes);
    to += marginBytes;
  }
}

/**
 * Stores the convolution in `output`, rows of `[columns, channels]`.
 *
 * @param input `[items, inRows, inWidth]`, padded.
 * @param outWidth From one row of an item to the next.
 * @param itemWidth From the first row of one item to that of the next.
 * @param panels Of the weights `[kernel * run, channels]`.
 */
export function convolve(
  input: usize,
  panels: usize,
  output: usize,
  table: usize,
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
  outWidth: i32,
  itemWidth: i32,
): void {
  const panelBytes = usize(kernel * run) << 5;
  const positions = items * outRows * columns;
  let column = 0, row = 0, item = 0;
  for (let first = 0; first < positions; first += PLACES) {
    for (let place = 0; place < PLACES; place++) {
      const at = item * itemWidth + row * outWidth + column * channels;
      const slot = table + (usize(place) << 2);
      store<u32>(slot, u32(output + (usize(at) << 2)));
      const x = (item * inRows + row * rowStep) * inWidth + column * step;
      setTaps(
        slot + HEAD_BYTES + 4, u32(input + (usize(x) << 2)), kernel, u32(inWidth) << 2,
      );
      if (first + place + 1 >= positions) continue;
      if (++column == columns) {
        column = 0;
        if (++row == outRows) {
          row = 0;
          item++;
        }
      }
    }
    for (let k = 0; k < kernel; k++) {
      store<u32>(
        table + HEAD_BYTES + usize(k) * TAP_BYTES,
        u32(k * run) << 5,
      );
    }
    storeTiles(table, kernel, run, panels, panelBytes, channels);
  }
}

/** Writes where one place's values lie for each row of the kernel. */
@inline
function setTaps(slot: usize, x: u32, kernel: i32, rowBytes: u32): void {
  for (let k = 0; k < kernel; k++, slot += TAP_BYTES, x += rowBytes) {
    store<u32>(slot, x);
  }
}
