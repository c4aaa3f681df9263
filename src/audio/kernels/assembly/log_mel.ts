/** Rows of log-Mel, two frames at once: see `fft.ts`. */
import { power } from "./fft";

/**
 * Stores the power of each band of frames that lie `hop` samples apart. The last
 * of an odd number is taken twice.
 *
 * @param samples Float32, up to a multiple of four behind the last frame.
 * @param count Frames.
 * @param weights The taper, `[taperCount]`; a multiple of four.
 * @param tapered `[2 * points]` vectors; zeros behind the taper.
 * @param roots As `power` takes them; `a` and `b` too.
 * @param spectrum `[bins]` vectors.
 * @param bands First bin and number of bins of each, words of 32 bits.
 * @param bandWeights Of the bins of each band, one band after the other; the bins
 * are even, with a weight of 0 and a bin of 0 behind them where they were not.
 * @param rows Output, `[count, bandCount]`, float32, and room for one row more.
 */
export function melRows(
  samples: usize,
  hop: i32,
  count: i32,
  weights: usize,
  taperCount: i32,
  tapered: usize,
  roots: usize,
  a: usize,
  b: usize,
  points: i32,
  spectrum: usize,
  bins: i32,
  bands: usize,
  bandWeights: usize,
  rows: usize,
  bandCount: i32,
): void {
  const hopBytes = usize(hop) << 2;
  const rowBytes = usize(bandCount) << 2;
  for (; count > 0; count -= 2, samples += 2 * hopBytes, rows += 2 * rowBytes) {
    const second = count > 1 ? samples + hopBytes : samples;
    taper(samples, second, weights, tapered, taperCount);
    power(tapered, roots, a, b, points, spectrum, bins);
    mel(spectrum, bands, bandWeights, rows, rows + rowBytes, bandCount);
  }
}

/** Two frames times the taper, sample by sample side by side. */
function taper(
  a: usize,
  b: usize,
  weights: usize,
  to: usize,
  count: i32,
): void {
  const end = a + (usize(count) << 2);
  for (; a < end; a += 16, b += 16, weights += 32, to += 64) {
    const x = v128.load(a), y = v128.load(b);
    const low = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
    v128.store(to, weighed(low, v128.load64_splat(weights)));
    v128.store(to, weighed(upper(low), v128.load64_splat(weights, 8)), 16);
    v128.store(to, weighed(high, v128.load64_splat(weights, 16)), 32);
    v128.store(to, weighed(upper(high), v128.load64_splat(weights, 24)), 48);
  }
}

@inline
function weighed(values: v128, weight: v128): v128 {
  return f64x2.mul(f64x2.promote_low_f32x4(values), weight);
}

@inline
function upper(values: v128): v128 {
  return v128.shuffle<f64>(values, values, 1, 0);
}

/** Sums the power of each band in two spectra. */
function mel(
  spectrum: usize,
  bands: usize,
  weights: usize,
  rowA: usize,
  rowB: usize,
  count: i32,
): void {
  const end = rowA + (usize(count) << 2);
  for (; rowA < end; rowA += 4, rowB += 4, bands += 8) {
    let from = spectrum + (usize(load<u32>(bands)) << 4);
    const last = from + (usize(load<u32>(bands, 4)) << 4);
    let even = f64x2.splat(0), odd = f64x2.splat(0);
    for (; from < last; from += 32, weights += 16) {
      const w = v128.load64_splat(weights);
      const x = v128.load64_splat(weights, 8);
      even = f64x2.add(even, f64x2.mul(v128.load(from), w));
      odd = f64x2.add(odd, f64x2.mul(v128.load(from, 16), x));
    }
    const sums = f64x2.add(even, odd);
    store<f32>(rowA, f32(f64x2.extract_lane(sums, 0)));
    store<f32>(rowB, f32(f64x2.extract_lane(sums, 1)));
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
 * @param values `[count]`, float32, positive; read and written up to a multiple of four.
 */
export function logarithm(values: usize, count: i32, floor: f32): void {
  const end = values + (usize(count) << 2);
  for (; values < end; values += 16) {
    v128.store(values, ln(f32x4.add(v128.load(values), f32x4.splat(floor))));
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
