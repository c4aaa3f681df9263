/** Outputs of a bank of filters, phase by phase. */

/**
 * Computes outputs while their inputs are there.
 *
 * @param inputs `[inputCount]`.
 * @param coefficients `[rows, taps]`, a row for each phase and one for phase 1;
 * taps are a multiple of four.
 * @param outputs Output, float32.
 * @param state First input of the next output, its phase, and how many outputs
 * there are: words of 32 bits, read and written.
 * @param up Phases of an input.
 * @param steps Whole inputs from one output to the next.
 * @param fraction Phases beyond them.
 * @param rowsPerInput Filters that an input's phases have; where it is no
 * multiple of `up`, the filters on either side are interpolated.
 * @param isTransparent 1: the filter of phase 0 is the input itself.
 * @param limit The most outputs.
 */
export function resample(
  inputs: usize,
  inputCount: i32,
  coefficients: usize,
  taps: i32,
  outputs: usize,
  state: usize,
  up: i32,
  steps: i32,
  fraction: i32,
  rowsPerInput: i32,
  isTransparent: i32,
  limit: i32,
): void {
  const rowBytes = usize(taps) << 3;
  const centre = (usize(taps) << 2) - 8;
  const scale = f64(rowsPerInput) / f64(up);
  const lastFirst = inputCount - taps;
  let first = load<i32>(state);
  let phase = load<i32>(state, 4);
  let count = 0;
  for (; first <= lastFirst && count < limit; count++, outputs += 4) {
    const at = inputs + (usize(first) << 3);
    let output: f64;
    if (isTransparent && phase == 0) output = load<f64>(at + centre);
    else {
      const position = f64(phase) * scale;
      const row = usize(position);
      const weights = coefficients + row * rowBytes;
      output = dot(weights, at, rowBytes);
      if (f64(row) != position) {
        const above = dot(weights + rowBytes, at, rowBytes);
        output += (position - f64(row)) * (above - output);
      }
    }
    store<f32>(outputs, f32(output));
    first += steps;
    phase += fraction;
    if (phase >= up) {
      phase -= up;
      first++;
    }
  }
  store<i32>(state, first);
  store<i32>(state, phase, 4);
  store<i32>(state, count, 8);
}

/** Four sums side by side, so that no addition waits for the one before. */
@inline
function dot(a: usize, b: usize, bytes: usize): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (const end = a + bytes; a < end; a += 32, b += 32) {
    low = f64x2.add(low, f64x2.mul(v128.load(a), v128.load(b)));
    high = f64x2.add(high, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
  }
  return (f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1)) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
}
