/** What log-Mel needs before and after the power spectrum. */

/**
 * Stores `frame * taper`.
 *
 * @param frame `[count]`, float32; a multiple of four.
 * @param weights `[count]`.
 */
export function taper(
  frame: usize,
  weights: usize,
  to: usize,
  count: i32,
): void {
  const end = frame + (usize(count) << 2);
  for (; frame < end; frame += 16, weights += 32, to += 32) {
    const values = v128.load(frame);
    const low = f64x2.promote_low_f32x4(values);
    const high = f64x2.promote_low_f32x4(
      v128.shuffle<f64>(values, values, 1, 0),
    );
    v128.store(to, f64x2.mul(low, v128.load(weights)));
    v128.store(to, f64x2.mul(high, v128.load(weights, 16)), 16);
  }
}

/**
 * Sums the power of each band.
 *
 * @param bands First bin and number of bins of each, words of 32 bits.
 * @param weights Of the bins of each band, one band after the other; each ends
 * with a zero if its bins are odd.
 * @param row Output, `[count]`, float32.
 */
export function mel(
  power: usize,
  bands: usize,
  weights: usize,
  row: usize,
  count: i32,
): void {
  const end = row + (usize(count) << 2);
  for (; row < end; row += 4, bands += 8) {
    let from = power + (usize(load<u32>(bands)) << 3);
    const last = from + (usize(load<u32>(bands, 4)) << 3);
    let sums = f64x2.splat(0);
    for (; from < last; from += 16, weights += 16) {
      const product = f64x2.mul(v128.load(from), v128.load(weights));
      sums = f64x2.add(sums, product);
    }
    const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    store<f32>(row, f32(sum));
  }
}

/** sqrt(1/2): the mantissa lies around 1, within a factor of this. */
const ROOT_HALF: f32 = 0.707106781186547524;
/** ln(2) in two parts: the first is exact times any exponent. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

/**
 * Replaces values by `ln(value + floor)`, right to a unit in the last place.
 *
 * The mantissa's logarithm is the polynomial of Cephes' logf (Moshier 1992).
 *
 * @param row `[count]`, float32, positive; read and written up to a multiple of four.
 */
export function logarithm(row: usize, count: i32, floor: f32): void {
  const end = row + (usize(count) << 2);
  for (; row < end; row += 16) {
    v128.store(row, ln(f32x4.add(v128.load(row), f32x4.splat(floor))));
  }
}

function ln(value: v128): v128 {
  const one = f32x4.splat(1);
  const exponents = i32x4.sub(i32x4.shr_u(value, 23), i32x4.splat(126));
  let m = v128.or(
    v128.and(value, i32x4.splat(0x007fffff)),
    i32x4.splat(0x3f000000),
  );
  const isLow = f32x4.lt(m, f32x4.splat(ROOT_HALF));
  const e = f32x4.sub(
    f32x4.convert_i32x4_s(exponents),
    v128.and(isLow, one),
  );
  m = f32x4.sub(f32x4.add(m, v128.and(isLow, m)), one);
  const z = f32x4.mul(m, m);
  let y = f32x4.splat(7.0376836292e-2);
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.1514610310e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(1.1676998740e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.2420140846e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(1.4249322787e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.6668057665e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(2.0000714765e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-2.4999993993e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, m), z);
  y = f32x4.add(y, f32x4.mul(e, f32x4.splat(LN2_LOW)));
  y = f32x4.sub(y, f32x4.mul(f32x4.splat(0.5), z));
  return f32x4.add(
    f32x4.add(m, y),
    f32x4.mul(e, f32x4.splat(LN2_HIGH)),
  );
}
