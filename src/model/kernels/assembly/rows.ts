/**
 * What happens to rows between the products: scaling on the way in, bias and
 * ReLU on the way out, zeros on either side.
 *
 *     | margin | inner values | margin |
 *
 * Pointers are in bytes, counts and strides in values.
 */

/**
 * Copies rows `[rows, inner]` into padded rows, each value `(x - mean) * scale`.
 *
 * @param mean `[inner]`.
 * @param scale `[inner]`.
 */
export function standardise(
  from: usize,
  to: usize,
  mean: usize,
  scale: usize,
  rows: i32,
  inner: i32,
  margin: i32,
): void {
  const innerBytes = usize(inner) << 2;
  const marginBytes = usize(margin) << 2;
  for (let row = 0; row < rows; row++, from += innerBytes) {
    memory.fill(to, 0, marginBytes);
    to += marginBytes;
    let i: usize = 0;
    for (; i + 16 <= innerBytes; i += 16) {
      const centred = f32x4.sub(v128.load(from + i), v128.load(mean + i));
      v128.store(to + i, f32x4.mul(centred, v128.load(scale + i)));
    }
    for (; i < innerBytes; i += 4) {
      const centred = load<f32>(from + i) - load<f32>(mean + i);
      store<f32>(to + i, centred * load<f32>(scale + i));
    }
    to += innerBytes;
    memory.fill(to, 0, marginBytes);
    to += marginBytes;
  }
}

/**
 * Finishes rows of products in place: adds the bias to every column, takes the
 * ReLU if asked to, and puts zeros on either side.
 *
 * @param rows Address of the first row's inner values.
 * @param bias `[channels]`.
 * @param count Rows, `width` apart.
 * @param columns Of `channels` values, in a row.
 * @param relu 1: negative values become 0.
 */
export function finish(
  rows: usize,
  bias: usize,
  count: i32,
  width: i32,
  columns: i32,
  channels: i32,
  margin: i32,
  relu: i32,
): void {
  const widthBytes = usize(width) << 2;
  const marginBytes = usize(margin) << 2;
  const channelBytes = usize(channels) << 2;
  const innerBytes = usize(columns) * channelBytes;
  const least = f32x4.splat(relu ? 0 : -Infinity);
  for (let row = 0; row < count; row++, rows += widthBytes) {
    memory.fill(rows - marginBytes, 0, marginBytes);
    const end = rows + innerBytes;
    for (let column = rows; column < end; column += channelBytes) {
      let c: usize = 0;
      for (; c + 16 <= channelBytes; c += 16) {
        const sum = f32x4.add(v128.load(column + c), v128.load(bias + c));
        v128.store(column + c, f32x4.max(sum, least));
      }
      for (; c < channelBytes; c += 4) {
        const sum = load<f32>(column + c) + load<f32>(bias + c);
        store<f32>(column + c, max(sum, f32x4.extract_lane(least, 0)));
      }
    }
    memory.fill(end, 0, marginBytes);
  }
}
