/**
 * Runs of values in 16 bits each, as they are kept from window to window, in
 * blocks of at most 32: the largest magnitude of a block / 32767 as a float32, then
 * each value as a multiple of it.
 *
 *     block    | scale, 4 bytes | value 0, 2 bytes | value 1 | ...
 *
 * Pointers are in bytes, counts in values. A value that is not finite makes the
 * scale so, and with it all values of its block once they are unpacked.
 */

const BLOCK = 32;
const LARGEST: f32 = 32767;

/** Bytes of a run of values. */
export function packedBytes(count: i32): usize {
  return (usize((count + BLOCK - 1) / BLOCK) << 2) + (usize(count) << 1);
}

/** Packs values, and rounds them in place to what they will be unpacked to. */
export function pack(values: usize, to: usize, count: i32): void {
  for (let left = count; left > 0; left -= BLOCK) {
    const size = min(left, BLOCK);
    packBlock(values, to, size);
    unpackBlock(to, values, size);
    values += BLOCK << 2;
    to += 4 + (BLOCK << 1);
  }
}

/** Unpacks values. */
export function unpack(from: usize, to: usize, count: i32): void {
  for (let left = count; left > 0; left -= BLOCK) {
    unpackBlock(from, to, min(left, BLOCK));
    from += 4 + (BLOCK << 1);
    to += BLOCK << 2;
  }
}

function packBlock(values: usize, to: usize, count: i32): void {
  const largest = largestMagnitude(values, count);
  const inverse: f32 = largest > 0 ? LARGEST / largest : 0;
  store<f32>(to, largest / LARGEST);
  const inverses = f32x4.splat(inverse);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const at = values + (usize(i) << 2);
    const low = f32x4.nearest(f32x4.mul(v128.load(at), inverses));
    const high = f32x4.nearest(f32x4.mul(v128.load(at, 16), inverses));
    v128.store(
      to + 4 + (usize(i) << 1),
      i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(low), i32x4.trunc_sat_f32x4_s(high)),
    );
  }
  for (; i < count; i++) {
    const value = nearest(load<f32>(values + (usize(i) << 2)) * inverse);
    store<i16>(to + 4 + (usize(i) << 1), i16(i32(value)));
  }
}

function unpackBlock(from: usize, to: usize, count: i32): void {
  const scale = load<f32>(from);
  const scales = f32x4.splat(scale);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const eight = v128.load(from + 4 + (usize(i) << 1));
    const at = to + (usize(i) << 2);
    const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
    const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
    v128.store(at, f32x4.mul(low, scales));
    v128.store(at, f32x4.mul(high, scales), 16);
  }
  for (; i < count; i++) {
    const value = f32(load<i16>(from + 4 + (usize(i) << 1)));
    store<f32>(to + (usize(i) << 2), value * scale);
  }
}

function largestMagnitude(values: usize, count: i32): f32 {
  let four = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    four = f32x4.max(four, f32x4.abs(v128.load(values + (usize(i) << 2))));
  }
  let largest = max(
    max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)),
    max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)),
  );
  for (; i < count; i++) {
    largest = max(largest, abs(load<f32>(values + (usize(i) << 2))));
  }
  return largest;
}
