/**
 * The tile that every convolution is made of: six places by eight channels.
 *
 *     to[place, channel] = sum over taps and k of x[tap, place][k] * weight[tap][k, channel]
 *
 * Where the values lie is read from a table, as in Dukhan 2019, "The Indirect
 * Convolution Algorithm", so places need not be neighbours and what would be
 * padding points at zeros. Twelve accumulators, two weights and a value fill
 * fifteen registers, all that V8 leaves of sixteen. A place may stand in the
 * table twice: both give, and store, the same.
 *
 *     table | output, six addresses | offset in the panel, values, six addresses | next tap ...
 */

/** Places of a tile. */
export const PLACES: i32 = 6;

/** Bytes of the table before its first tap. */
export const HEAD_BYTES: usize = 24;

/** Bytes of the table that a tap takes. */
export const TAP_BYTES: usize = 28;

/** Bytes of a tile's values, for one whose last channels are left out. */
const TILE_BYTES: usize = 192;

/** Where the tile behind a table of `taps` taps starts. */
@inline
function tailOf(table: usize, taps: i32): usize {
  return (table + HEAD_BYTES + usize(taps) * TAP_BYTES + 15) & ~15;
}

/**
 * Stores the products of one table and every panel.
 *
 * @param table With room behind it for a tile and six addresses; its outputs are moved on.
 * @param panels `[width / 8][panelBytes / 32][8]`.
 * @param depth Values of a tap.
 */
export function storeTiles(
  table: usize,
  taps: i32,
  depth: i32,
  panels: usize,
  panelBytes: usize,
  width: i32,
): void {
  let channel = 0;
  for (; channel + 8 <= width; channel += 8, panels += panelBytes) {
    storeTile(table, taps, depth, panels);
    for (let place = 0; place < PLACES; place++) {
      const at = table + (usize(place) << 2);
      store<u32>(at, load<u32>(at) + 32);
    }
  }
  if (channel < width) storePart(table, taps, depth, panels, width - channel);
}

/** A tile of fewer than eight channels: eight to the side, from where the first are copied. */
function storePart(
  table: usize,
  taps: i32,
  depth: i32,
  panel: usize,
  channels: i32,
): void {
  const tile = tailOf(table, taps);
  for (let place = 0; place < PLACES; place++) {
    const at = table + (usize(place) << 2);
    const to = tile + (usize(place) << 5);
    const output = load<u32>(at);
    store<u32>(at, u32(to));
    store<u32>(tile + TILE_BYTES + (usize(place) << 2), output);
  }
  storeTile(table, taps, depth, panel);
  for (let place = 0; place < PLACES; place++) {
    const output = load<u32>(tile + TILE_BYTES + (usize(place) << 2));
    memory.copy(output, tile + (usize(place) << 5), usize(channels) << 2);
  }
}

/** One table by one panel. */
function storeTile(table: usize, taps: i32, depth: i32, panel: usize): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  let e0 = f32x4.splat(0), e1 = f32x4.splat(0);
  let f0 = f32x4.splat(0), f1 = f32x4.splat(0);
  let tap = table + HEAD_BYTES;
  const last = tap + usize(taps) * TAP_BYTES;
  for (; tap < last; tap += TAP_BYTES) {
    let weights = panel + usize(load<u32>(tap));
    let xa: usize = load<u32>(tap, 4);
    let xb: usize = load<u32>(tap, 8);
    let xc: usize = load<u32>(tap, 12);
    let xd: usize = load<u32>(tap, 16);
    let xe: usize = load<u32>(tap, 20);
    let xf: usize = load<u32>(tap, 24);
    const end = weights + (usize(depth) << 5);
    for (; weights < end; weights += 32) {
      const w0 = v128.load(weights);
      const w1 = v128.load(weights, 16);
      let x = v128.load32_splat(xa);
      a0 = f32x4.relaxed_madd(x, w0, a0);
      a1 = f32x4.relaxed_madd(x, w1, a1);
      x = v128.load32_splat(xb);
      b0 = f32x4.relaxed_madd(x, w0, b0);
      b1 = f32x4.relaxed_madd(x, w1, b1);
      x = v128.load32_splat(xc);
      c0 = f32x4.relaxed_madd(x, w0, c0);
      c1 = f32x4.relaxed_madd(x, w1, c1);
      x = v128.load32_splat(xd);
      d0 = f32x4.relaxed_madd(x, w0, d0);
      d1 = f32x4.relaxed_madd(x, w1, d1);
      x = v128.load32_splat(xe);
      e0 = f32x4.relaxed_madd(x, w0, e0);
      e1 = f32x4.relaxed_madd(x, w1, e1);
      x = v128.load32_splat(xf);
      f0 = f32x4.relaxed_madd(x, w0, f0);
      f1 = f32x4.relaxed_madd(x, w1, f1);
      xa += 4;
      xb += 4;
      xc += 4;
      xd += 4;
      xe += 4;
      xf += 4;
    }
  }
  storePair(load<u32>(table), a0, a1);
  storePair(load<u32>(table, 4), b0, b1);
  storePair(load<u32>(table, 8), c0, c1);
  storePair(load<u32>(table, 12), d0, d1);
  storePair(load<u32>(table, 16), e0, e1);
  storePair(load<u32>(table, 20), f0, f1);
}

@inline
function storePair(to: usize, low: v128, high: v128): void {
  v128.store(to, low);
  v128.store(to, high, 16);
}
