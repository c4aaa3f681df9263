/**
 * Batch normalisation and ReLU over maps `[positions, channels]`, in as few
 * passes as there can be. Pointers are in bytes, counts in values.
 */

/** Positions summed in float32 before the sum joins the float64 total: 16 KB of 64 channels. */
const BLOCK = 64;

/** Stores in `totals` `[2, channels]` (float64) the sums of the values and of their squares, of channels from one up to another. */
export function sumMoments(
  x: usize,
  positions: i32,
  channels: i32,
  totals: usize,
  firstChannel: i32,
  endChannel: i32,
): void {
  const bytes = usize(channels) << 2;
  clearTotals(totals, channels, firstChannel, endChannel);
  for (let first = 0; first < positions; first += BLOCK) {
    const count = min(BLOCK, positions - first);
    const block = x + usize(first) * bytes;
    let c = firstChannel;
    for (; c + 4 <= endChannel; c += 4) {
      let sum = f32x4.splat(0);
      let squares = f32x4.splat(0);
      let at = block + (usize(c) << 2);
      for (let i = 0; i < count; i++, at += bytes) {
        const value = v128.load(at);
        sum = f32x4.add(sum, value);
        squares = f32x4.relaxed_madd(value, value, squares);
      }
      addTotals(totals, channels, c, sum, squares);
    }
    for (; c < endChannel; c++) {
      let at = block + (usize(c) << 2);
      for (let i = 0; i < count; i++, at += bytes) {
        const value = load<f32>(at);
        addTotal(totals, channels, c, value, value * value);
      }
    }
  }
}

/** `y = max(0, x * scale + shift)`, channel by channel. */
export function scaleShiftRelu(
  x: usize,
  y: usize,
  positions: i32,
  channels: i32,
  scale: usize,
  shift: usize,
): void {
  const bytes = usize(channels) << 2;
  const zero = f32x4.splat(0);
  for (let i = 0; i < positions; i++, x += bytes, y += bytes) {
    let c: usize = 0;
    for (; c + 16 <= bytes; c += 16) {
      const value = f32x4.relaxed_madd(
        v128.load(x + c),
        v128.load(scale + c),
        v128.load(shift + c),
      );
      v128.store(y + c, f32x4.max(value, zero));
    }
    for (; c < bytes; c += 4) {
      const value = load<f32>(x + c) * load<f32>(scale + c) +
        load<f32>(shift + c);
      store<f32>(y + c, max<f32>(value, 0));
    }
  }
}

/**
 * Stores in `totals` `[2, channels]` (float64) the sums of the gradient that
 * passed the ReLU, plain and times the distance of `x` from its mean; of
 * channels from one up to another.
 */
export function sumGradients(
  g: usize,
  y: usize,
  x: usize,
  positions: i32,
  channels: i32,
  mean: usize,
  totals: usize,
  firstChannel: i32,
  endChannel: i32,
): void {
  const bytes = usize(channels) << 2;
  clearTotals(totals, channels, firstChannel, endChannel);
  for (let first = 0; first < positions; first += BLOCK) {
    const count = min(BLOCK, positions - first);
    const block = usize(first) * bytes;
    let c = firstChannel;
    for (; c + 4 <= endChannel; c += 4) {
      let sum = f32x4.splat(0);
      let products = f32x4.splat(0);
      const middle = v128.load(mean + (usize(c) << 2));
      let at = block + (usize(c) << 2);
      for (let i = 0; i < count; i++, at += bytes) {
        const passed = passedRelu(g + at, y + at);
        sum = f32x4.add(sum, passed);
        products = f32x4.relaxed_madd(
          passed,
          f32x4.sub(v128.load(x + at), middle),
          products,
        );
      }
      addTotals(totals, channels, c, sum, products);
    }
    for (; c < endChannel; c++) {
      let at = block + (usize(c) << 2);
      const middle = load<f32>(mean + (usize(c) << 2));
      for (let i = 0; i < count; i++, at += bytes) {
        if (load<f32>(y + at) <= 0) continue;
        const passed = load<f32>(g + at);
        const product = passed * (load<f32>(x + at) - middle);
        addTotal(totals, channels, c, passed, product);
      }
    }
  }
}

/** `dx = a * passed + b * x + c`, channel by channel, with the gradient that passed the ReLU. */
export function inputGradient(
  g: usize,
  y: usize,
  x: usize,
  dx: usize,
  positions: i32,
  channels: i32,
  a: usize,
  b: usize,
  c: usize,
): void {
  const bytes = usize(channels) << 2;
  const end = usize(positions) * bytes;
  for (let row: usize = 0; row < end; row += bytes) {
    let i: usize = 0;
    for (; i + 16 <= bytes; i += 16) {
      const at = row + i;
      const level = f32x4.relaxed_madd(
        v128.load(x + at),
        v128.load(b + i),
        v128.load(c + i),
      );
      const passed = passedRelu(g + at, y + at);
      v128.store(dx + at, f32x4.relaxed_madd(passed, v128.load(a + i), level));
    }
    for (; i < bytes; i += 4) {
      const at = row + i;
      const passed: f32 = load<f32>(y + at) > 0 ? load<f32>(g + at) : 0;
      const level = load<f32>(x + at) * load<f32>(b + i) + load<f32>(c + i);
      store<f32>(dx + at, passed * load<f32>(a + i) + level);
    }
  }
}

/** Four gradients, zero where the output was cut. */
@inline
function passedRelu(g: usize, y: usize): v128 {
  return v128.and(
    v128.load(g),
    f32x4.gt(v128.load(y), f32x4.splat(0)),
  );
}

function clearTotals(
  totals: usize,
  channels: i32,
  firstChannel: i32,
  endChannel: i32,
): void {
  const bytes = usize(endChannel - firstChannel) << 3;
  const first = totals + (usize(firstChannel) << 3);
  memory.fill(first, 0, bytes);
  memory.fill(first + (usize(channels) << 3), 0, bytes);
}

function addTotals(
  totals: usize,
  channels: i32,
  channel: i32,
  first: v128,
  second: v128,
): void {
  const to = totals + (usize(channel) << 3);
  const other = to + (usize(channels) << 3);
  addPair(to, f64x2.promote_low_f32x4(first));
  addPair(to + 16, f64x2.promote_low_f32x4(high(first)));
  addPair(other, f64x2.promote_low_f32x4(second));
  addPair(other + 16, f64x2.promote_low_f32x4(high(second)));
}

@inline
function high(value: v128): v128 {
  return v128.shuffle<i32>(value, value, 2, 3, 2, 3);
}

@inline
function addPair(to: usize, values: v128): void {
  v128.store(to, f64x2.add(v128.load(to), values));
}

function addTotal(
  totals: usize,
  channels: i32,
  channel: i32,
  first: f32,
  second: f32,
): void {
  const to = totals + (usize(channel) << 3);
  const other = to + (usize(channels) << 3);
  store<f64>(to, load<f64>(to) + f64(first));
  store<f64>(other, load<f64>(other) + f64(second));
}
