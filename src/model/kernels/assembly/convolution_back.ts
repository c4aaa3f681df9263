/**
 * The gradient of a convolution by its input.
 *
 * An input value is touched by the taps of the kernel whose distance from it is
 * a whole number of strides. Which these are depends only on the remainders of
 * its row and its band, so inputs of one pair of remainders share their taps
 * and go through the tiles together; a tap that falls outside the output reads
 * zeros.
 */
import { HEAD_BYTES, PLACES, storeTiles, TAP_BYTES } from "./tile";

/**
 * Stores the gradient in `dInput` `[items, inRows, bands, inChannels]`.
 *
 * @param dOutput `[items, outRows, outBands, channels]`.
 * @param panels Of the transposed weights of each tap: `[inChannels / 8][kernel][kernel][channels][8]`.
 * @param table Scratch for a table of `tile.ts`.
 * @param zeros `[channels]`.
 */
export function convolveBack(
  dOutput: usize,
  panels: usize,
  dInput: usize,
  table: usize,
  zeros: usize,
  items: i32,
  inRows: i32,
  bands: i32,
  inChannels: i32,
  outRows: i32,
  outBands: i32,
  channels: i32,
  kernel: i32,
  rowStep: i32,
  bandStep: i32,
): void {
  for (let rowPhase = 0; rowPhase < min(rowStep, inRows); rowPhase++) {
    for (let bandPhase = 0; bandPhase < min(bandStep, bands); bandPhase++) {
      storePhase(
        dOutput, panels, dInput, table, zeros, items, inRows, bands, inChannels, outRows, outBands,
        channels, kernel, rowStep, bandStep, rowPhase, bandPhase,
      );
    }
  }
}

/** All inputs of one pair of remainders. */
function storePhase(
  dOutput: usize,
  panels: usize,
  dInput: usize,
  table: usize,
  zeros: usize,
  items: i32,
  inRows: i32,
  bands: i32,
  inChannels: i32,
  outRows: i32,
  outBands: i32,
  channels: i32,
  kernel: i32,
  rowStep: i32,
  bandStep: i32,
  rowPhase: i32,
  bandPhase: i32,
): void {
  const padding = kernel >> 1;
  const panelBytes = usize(kernel * kernel * channels) << 5;
  const rows = (inRows - rowPhase + rowStep - 1) / rowStep;
  const columns = (bands - bandPhase + bandStep - 1) / bandStep;
  const positions = items * rows * columns;
  const firstTap = (bandPhase + padding) % bandStep;
  const reach = (bandPhase + padding) / bandStep;
  let column = 0, row = 0, item = 0;
  for (let first = 0; first < positions; first += PLACES) {
    let taps = 0;
    for (let place = 0; place < PLACES; place++) {
      const at = item * inRows + row * rowStep + rowPhase;
      const to = (at * bands + column * bandStep + bandPhase) * inChannels;
      const slot = table + (usize(place) << 2);
      store<u32>(slot, u32(addressOf(dInput, to)));
      taps = 0;
      let tap = table + HEAD_BYTES;
      let outRow = row;
      for (let k = rowPhase; k < kernel; k += rowStep, outRow--) {
        const inside = u32(outRow) < u32(outRows);
        const from = (item * outRows + outRow) * outBands;
        let outBand = column + reach;
        for (let j = firstTap; j < kernel; j += bandStep, outBand--, taps++) {
          store<u32>(tap, u32((k * kernel + j) * channels) << 5);
          store<u32>(
            tap + 4 + (usize(place) << 2),
            inside && u32(outBand) < u32(outBands)
              ? u32(addressOf(dOutput, (from + outBand) * channels))
              : u32(zeros),
          );
          tap += TAP_BYTES;
        }
      }
      if (first + place + 1 >= positions) continue;
      if (++column == columns) {
        column = 0;
        if (++row == rows) {
          row = 0;
          item++;
        }
      }
    }
    storeTiles(table, taps, channels, panels, panelBytes, inChannels);
  }
}

/** The address of a value. */
@inline
function addressOf(values: usize, index: i32): usize {
  return values + (usize(index) << 2);
}
