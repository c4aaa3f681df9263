/** Outputs of a bank of filters, phase by phase. */

/**
 * Computes outputs while their inputs are there: first all that lie at the phase
 * of the first, then all at that of the second, and so on through the phases.
 *
 *     up = 2        outputs   0   1   2   3   4   5
 *     one filter              x       x       x           then the other
 *
 * Outputs of one filter are taken by four, so that its coefficients are read once
 * for all. Each is summed in the same order whether it is one of four or alone.
 *
 * @param inputs `[inputCount]`, float32.
 * @param wide Scratch, `[inputCount]`; as the inputs, up to a multiple of four.
 * @param coefficients `[rows, taps]`, a row for each phase and one for phase 1;
 * taps are a multiple of four.
 * @param outputs Output, float32.
 * @param state Words of 32 bits: holds the phase of the next output. Written: its
 * first input, its phase, and how many outputs there are.
 * @param up Phases of an input.
 * @param down Phases from one output to the next.
 * @param rowsPerInput Filters that an input's phases have; where it is no
 * multiple of `up`, the filters on either side are interpolated.
 * @param isTransparent 1: the filter of phase 0 is the input itself.
 * @param limit The most outputs.
 */
export function resample(
  inputs: usize,
  inputCount: i32,
  wide: usize,
  coefficients: usize,
  taps: i32,
  outputs: usize,
  state: usize,
  up: i32,
  down: i32,
  rowsPerInput: i32,
  isTransparent: i32,
  limit: i32,
): void {
  widen(inputs, wide, inputCount);
  const lastFirst = inputCount - taps;
  let phase = load<i32>(state);
  const count = outputsUpTo(lastFirst, phase, up, down, limit);
  const rowBytes = usize(taps) << 3;
  const scale = f64(rowsPerInput) / f64(up);
  const apart = usize(down) << 3; // an output and the next at its phase
  const step = usize(up) << 2;
  const steps = down / up, fraction = down % up;
  let first = 0;
  for (let n = 0; n < min(up, count); n++) {
    const at = wide + (usize(first) << 3);
    const to = outputs + (usize(n) << 2);
    const end = outputs + (usize(count) << 2);
    if (isTransparent && phase == 0) {
      copy(at + (rowBytes >> 1) - 8, apart, to, step, end);
    } else {
      const position = f64(phase) * scale;
      const row = usize(position);
      const weights = coefficients + row * rowBytes;
      const share = position - f64(row);
      if (share == 0) filter(weights, rowBytes, at, apart, to, step, end);
      else between(weights, rowBytes, share, at, apart, to, step, end);
    }
    first += steps;
    phase += fraction;
    if (phase >= up) {
      phase -= up;
      first++;
    }
  }
  const passed = load<i32>(state) + count * down;
  store<i32>(state, passed / up);
  store<i32>(state, passed % up, 4);
  store<i32>(state, count, 8);
}

/** Outputs whose first input is `lastFirst` at most. */
function outputsUpTo(
  lastFirst: i32,
  phase: i32,
  up: i32,
  down: i32,
  limit: i32,
): i32 {
  if (lastFirst < 0) return 0;
  return min(limit, ((lastFirst + 1) * up - 1 - phase) / down + 1);
}

/** Stores float32 values as float64; reads and writes up to a multiple of four. */
function widen(from: usize, to: usize, count: i32): void {
  const end = from + (usize(count) << 2);
  for (; from < end; from += 16, to += 32) {
    v128.store(to, f64x2.promote_low_f32x4(v128.load64_zero(from)));
    v128.store(to, f64x2.promote_low_f32x4(v128.load64_zero(from, 8)), 16);
  }
}

function copy(
  at: usize,
  apart: usize,
  to: usize,
  step: usize,
  end: usize,
): void {
  for (; to < end; to += step, at += apart) {
    store<f32>(to, f32(load<f64>(at)));
  }
}

/** The outputs of one filter. */
function filter(
  weights: usize,
  rowBytes: usize,
  at: usize,
  apart: usize,
  to: usize,
  step: usize,
  end: usize,
): void {
  const zero = f64x2.splat(0);
  const stop = weights + rowBytes;
  for (; to + 3 * step < end; to += 4 * step, at += 4 * apart) {
    let a0 = zero, a1 = zero, b0 = zero, b1 = zero;
    let c0 = zero, c1 = zero, d0 = zero, d1 = zero;
    let a = at;
    for (let w = weights; w < stop; w += 32, a += 32) {
      const b = a + apart, c = b + apart, d = c + apart;
      const low = v128.load(w), high = v128.load(w, 16);
      a0 = f64x2.add(a0, f64x2.mul(low, v128.load(a)));
      a1 = f64x2.add(a1, f64x2.mul(high, v128.load(a, 16)));
      b0 = f64x2.add(b0, f64x2.mul(low, v128.load(b)));
      b1 = f64x2.add(b1, f64x2.mul(high, v128.load(b, 16)));
      c0 = f64x2.add(c0, f64x2.mul(low, v128.load(c)));
      c1 = f64x2.add(c1, f64x2.mul(high, v128.load(c, 16)));
      d0 = f64x2.add(d0, f64x2.mul(low, v128.load(d)));
      d1 = f64x2.add(d1, f64x2.mul(high, v128.load(d, 16)));
    }
    store<f32>(to, f32(sum(a0, a1)));
    store<f32>(to + step, f32(sum(b0, b1)));
    store<f32>(to + 2 * step, f32(sum(c0, c1)));
    store<f32>(to + 3 * step, f32(sum(d0, d1)));
  }
  for (; to < end; to += step, at += apart) {
    store<f32>(to, f32(dot(weights, at, rowBytes)));
  }
}

/** The same of a filter that lies a share of the way from one row to the next. */
function between(
  weights: usize,
  rowBytes: usize,
  share: f64,
  at: usize,
  apart: usize,
  to: usize,
  step: usize,
  end: usize,
): void {
  for (; to < end; to += step, at += apart) {
    const below = dot(weights, at, rowBytes);
    const above = dot(weights + rowBytes, at, rowBytes);
    store<f32>(to, f32(below + share * (above - below)));
  }
}

@inline
function dot(a: usize, b: usize, bytes: usize): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (const end = a + bytes; a < end; a += 32, b += 32) {
    low = f64x2.add(low, f64x2.mul(v128.load(a), v128.load(b)));
    high = f64x2.add(high, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
  }
  return sum(low, high);
}

@inline
function sum(low: v128, high: v128): f64 {
  return (f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}
