/**
 * The squashing functions of an LSTM: tanh, and sigmoid(x) = (1 + tanh(x / 2)) / 2.
 * `squash` is the address of what they are made of (`squash.ts`).
 */

/** tanh of four values. */
@inline
export function tanh4(value: v128, squash: usize): v128 {
  const x = f32x4.max(
    f32x4.min(value, v128.load32_splat(squash)),
    v128.load32_splat(squash, 4),
  );
  const s = f32x4.mul(x, x);
  let a = v128.load32_splat(squash, 8);
  a = f32x4.relaxed_madd(a, s, v128.load32_splat(squash, 12));
  a = f32x4.relaxed_madd(a, s, v128.load32_splat(squash, 16));
  a = f32x4.relaxed_madd(a, s, v128.load32_splat(squash, 20));
  a = f32x4.relaxed_madd(a, s, v128.load32_splat(squash, 24));
  a = f32x4.relaxed_madd(a, s, v128.load32_splat(squash, 28));
  a = f32x4.relaxed_madd(a, s, v128.load32_splat(squash, 32));
  let b = v128.load32_splat(squash, 36);
  b = f32x4.relaxed_madd(b, s, v128.load32_splat(squash, 40));
  b = f32x4.relaxed_madd(b, s, v128.load32_splat(squash, 44));
  b = f32x4.relaxed_madd(b, s, v128.load32_splat(squash, 48));
  return f32x4.div(f32x4.mul(x, a), b);
}

/** sigmoid of four values. */
@inline
export function sigmoid4(value: v128, squash: usize): v128 {
  const half = v128.load32_splat(squash, 52);
  const tanh = tanh4(f32x4.mul(value, half), squash);
  return f32x4.relaxed_madd(tanh, half, half);
}

/** tanh of one value, by the same steps. */
export function tanh1(value: f32, squash: usize): f32 {
  return f32x4.extract_lane(tanh4(f32x4.splat(value), squash), 0);
}

/** sigmoid of one value, by the same steps. */
export function sigmoid1(value: f32, squash: usize): f32 {
  return f32x4.extract_lane(sigmoid4(f32x4.splat(value), squash), 0);
}
