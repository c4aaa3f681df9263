/**
 * Attention over the steps of windows: a score a step, a softmax of the scores,
 * and the mean and deviation of the steps under its shares.
 *
 * Pointers are in bytes, counts and strides in values.
 */

/** The variance below which a deviation counts as this; as the network is trained. */
const MIN_VARIANCE: f32 = 1e-4;

/**
 * Pools the steps of every item.
 *
 * @param sequence Rows of `size` values, `width` apart, `steps` of one item
 * after the other.
 * @param kernel `[size]`, what a step is scored by.
 * @param to Output: the mean `[size]` of each item, `toWidth` apart.
 * @param deviations 1: the deviation `[size]` behind each mean.
 * @param shares Scratch `[steps]`.
 */
export function pool(
  sequence: usize,
  width: i32,
  kernel: usize,
  to: usize,
  toWidth: i32,
  deviations: i32,
  shares: usize,
  items: i32,
  steps: i32,
  size: i32,
): void {
  const stepBytes = usize(width) << 2;
  const sizeBytes = usize(size) << 2;
  for (let item = 0; item < items; item++) {
    share(sequence, stepBytes, kernel, shares, steps, sizeBytes);
    let i: usize = 0;
    for (; i + 16 <= sizeBytes; i += 16) {
      let mean = f32x4.splat(0), squares = f32x4.splat(0);
      let at = sequence + i;
      for (let step = 0; step < steps; step++, at += stepBytes) {
        const share = v128.load32_splat(shares + (usize(step) << 2));
        const value = v128.load(at);
        const part = f32x4.mul(share, value);
        mean = f32x4.add(mean, part);
        squares = f32x4.relaxed_madd(part, value, squares);
      }
      v128.store(to + i, mean);
      if (!deviations) continue;
      const variance = f32x4.sub(squares, f32x4.mul(mean, mean));
      const kept = f32x4.max(variance, f32x4.splat(MIN_VARIANCE));
      v128.store(to + sizeBytes + i, f32x4.sqrt(kept));
    }
    for (; i < sizeBytes; i += 4) {
      let mean: f32 = 0, squares: f32 = 0;
      let at = sequence + i;
      for (let step = 0; step < steps; step++, at += stepBytes) {
        const value = load<f32>(at);
        const part = load<f32>(shares + (usize(step) << 2)) * value;
        mean += part;
        squares += part * value;
      }
      store<f32>(to + i, mean);
      if (!deviations) continue;
      const variance = max(squares - mean * mean, MIN_VARIANCE);
      store<f32>(to + sizeBytes + i, sqrt(variance));
    }
    sequence += usize(steps) * stepBytes;
    to += usize(toWidth) << 2;
  }
}

/** The softmax of the steps' scores. */
function share(
  at: usize,
  stepBytes: usize,
  kernel: usize,
  shares: usize,
  steps: i32,
  sizeBytes: usize,
): void {
  const end = shares + (usize(steps) << 2);
  let largest: f32 = -Infinity;
  for (let to = shares; to < end; to += 4, at += stepBytes) {
    const score = dot(at, kernel, sizeBytes);
    store<f32>(to, score);
    largest = max(largest, score);
  }
  let sum: f32 = 0;
  for (let to = shares; to < end; to += 4) {
    const power = Mathf.exp(load<f32>(to) - largest);
    store<f32>(to, power);
    sum += power;
  }
  for (let to = shares; to < end; to += 4) {
    store<f32>(to, load<f32>(to) / sum);
  }
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  let sums = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    sums = f32x4.relaxed_madd(v128.load(a + i), v128.load(b + i), sums);
  }
  let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) +
    f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  for (; i < bytes; i += 4) sum += load<f32>(a + i) * load<f32>(b + i);
  return sum;
}
