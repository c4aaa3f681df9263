/**
 * The encoder as it is served, block by block, so that the maps of one block
 * stay in the nearest cache all the way.
 *
 *     raw rows ─► padded rows ─► padded maps ─► ... ─► embeddings
 *
 * A plan says what to do, in words of 32 bits (`encoder.ts` writes it):
 *
 *     layers | melCount | mean | scale | embedding to embedding | layer | layer ...
 *     a layer: panels | bias | kernel | time stride | padded row | margin |
 *              run | step | columns | channels
 *
 * Pointers are in bytes, counts and strides in values.
 */
import { convolve } from "./convolution";
import { finish, standardise } from "./rows";

const HEAD_BYTES: usize = 20;
const LAYER_BYTES: usize = 40;

/**
 * Encodes blocks of rows.
 *
 * @param rows Raw log-Mel, `[blocks, rowCount, melCount]`.
 * @param output First embedding of the first block.
 * @param itemWidth From the first embedding of one block to that of the next.
 * @param maps Scratch: two maps of `mapSize` values, the largest that a layer reads.
 * @param table Scratch for a table of `tile.ts`.
 */
export function encode(
  plan: usize,
  rows: usize,
  output: usize,
  itemWidth: i32,
  maps: usize,
  mapSize: i32,
  table: usize,
  blocks: i32,
  rowCount: i32,
): void {
  const melCount = load<i32>(plan, 4);
  const rowsBytes = usize(rowCount * melCount) << 2;
  for (let block = 0; block < blocks; block++) {
    encodeBlock(plan, rows, output, maps, mapSize, table, rowCount);
    rows += rowsBytes;
    output += usize(itemWidth) << 2;
  }
}

function encodeBlock(
  plan: usize,
  rows: usize,
  output: usize,
  maps: usize,
  mapSize: i32,
  table: usize,
  rowCount: i32,
): void {
  const layers = load<i32>(plan);
  const outWidth = load<i32>(plan, 16);
  const last = plan + HEAD_BYTES + usize(layers - 1) * LAYER_BYTES;
  let from = maps;
  let to = maps + (usize(mapSize) << 2);
  let layer = plan + HEAD_BYTES;
  standardise(
    rows,
    from,
    load<u32>(plan, 8),
    load<u32>(plan, 12),
    rowCount,
    load<i32>(plan, 4),
    load<i32>(layer, 20),
  );
  for (; layer <= last; layer += LAYER_BYTES) {
    const kernel = load<i32>(layer, 8);
    const outRows = (rowCount - kernel) / load<i32>(layer, 12) + 1;
    const isLast = layer == last;
    const next = layer + LAYER_BYTES;
    const width = isLast ? outWidth : load<i32>(next, 16);
    const margin = isLast ? 0 : load<i32>(next, 20);
    const inner = isLast ? output : to + (usize(margin) << 2);
    const columns = load<i32>(layer, 32);
    const channels = load<i32>(layer, 36);
    convolve(
      from,
      load<u32>(layer),
      inner,
      table,
      1,
      rowCount,
      load<i32>(layer, 16),
      outRows,
      columns,
      channels,
      kernel,
      load<i32>(layer, 12),
      load<i32>(layer, 28),
      load<i32>(layer, 24),
      width,
      0,
    );
    finish(inner, load<u32>(layer, 4), outRows, width, columns, channels, margin, 1);
    rowCount = outRows;
    const free = from;
    from = to;
    to = free;
  }
}
