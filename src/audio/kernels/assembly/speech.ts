/** What tells speech from noise by its spectra. */

/**
 * Finds the value of each band that is the last of the smallest.
 *
 * @param spectra `[count, width]`, float32; the width is a multiple of four.
 * @param smallest Scratch, `[kept]` vectors.
 * @param kept How many of a band's values are the smallest.
 * @param to Output, `[width]`, float32.
 */
export function background(
  spectra: usize,
  count: i32,
  width: i32,
  smallest: usize,
  kept: i32,
  to: usize,
): void {
  const rowBytes = usize(width) << 2;
  const last = smallest + (usize(kept - 1) << 4);
  const end = spectra + rowBytes;
  const stop = usize(count) * rowBytes;
  for (; spectra < end; spectra += 16, to += 16) {
    for (let at = smallest; at <= last; at += 16) {
      v128.store(at, f32x4.splat(Infinity));
    }
    for (let row: usize = 0; row < stop; row += rowBytes) {
      let value = v128.load(spectra + row);
      for (let at = smallest; at <= last; at += 16) { // what is larger moves on
        const other = v128.load(at);
        v128.store(at, f32x4.pmin(other, value));
        value = f32x4.pmax(other, value);
      }
    }
    v128.store(to, v128.load(last));
  }
}

/**
 * How far the shape of a spectrum moves, squared; see `stream/spectral_movement.ts`.
 *
 * @param before `[width]`, float32, log power; the width is even.
 * @param after As `before`.
 * @param variance Of each band in noise, `[width]`.
 */
export function movement(
  before: usize,
  after: usize,
  variance: usize,
  width: i32,
  logFloor: f64,
  spare: f64,
): f64 {
  const floor = f64x2.splat(logFloor);
  const half = f64x2.splat(0.5);
  let live = f64x2.splat(0), sum = live, squares = live, expected = live;
  const end = before + (usize(width) << 2);
  for (; before < end; before += 8, after += 8, variance += 16) {
    const from = f64x2.promote_low_f32x4(v128.load64_zero(before));
    const to = f64x2.promote_low_f32x4(v128.load64_zero(after));
    const liveFrom = liveShare(f64x2.sub(from, floor));
    const liveTo = liveShare(f64x2.sub(to, floor));
    const weight = f64x2.pmax(liveFrom, liveTo);
    const moved = f64x2.sub(to, from);
    const change = f64x2.mul(weight, moved);
    live = f64x2.add(live, weight);
    sum = f64x2.add(sum, change);
    squares = f64x2.add(squares, f64x2.mul(change, moved));
    const both = f64x2.add(
      f64x2.mul(liveFrom, liveFrom),
      f64x2.mul(liveTo, liveTo),
    );
    const noise = f64x2.mul(v128.load(variance), f64x2.mul(both, half));
    expected = f64x2.add(expected, noise);
  }
  const total = added(live);
  const shared = added(sum);
  const common = total > 0 ? shared * shared / total : 0;
  return max<f64>(0, added(squares) - common) / (spare + added(expected));
}

/** `1 - 1 / (1 + x + x^2 / 2)`; see `stream/noise_movement.ts`. */
@inline
function liveShare(x: v128): v128 {
  const one = f64x2.splat(1);
  const series = f64x2.add(
    f64x2.add(one, x),
    f64x2.mul(f64x2.mul(x, x), f64x2.splat(0.5)),
  );
  return f64x2.sub(one, f64x2.div(one, series));
}

@inline
function added(value: v128): f64 {
  return f64x2.extract_lane(value, 0) + f64x2.extract_lane(value, 1);
}
