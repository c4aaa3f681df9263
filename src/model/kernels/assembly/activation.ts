/**
 * The squashing functions of an LSTM.
 *
 * tanh is the quotient of two polynomials, x (a0 + a1 x^2 + ... ) / (b0 + ...),
 * as Eigen and XLA have it, right to a few units in the last place; beyond 7.9 it
 * is 1. sigmoid(x) = (1 + tanh(x / 2)) / 2.
 */

const LIMIT: f32 = 7.90531110763549805;
const A0: f32 = 4.89352455891786e-3;
const A1: f32 = 6.37261928875436e-4;
const A2: f32 = 1.48572235717979e-5;
const A3: f32 = 5.12229709037114e-8;
const A4: f32 = -8.60467152213735e-11;
const A5: f32 = 2.00018790482477e-13;
const A6: f32 = -2.76076847742355e-16;
const B0: f32 = 4.89352518554385e-3;
const B1: f32 = 2.26843463243900e-3;
const B2: f32 = 1.18534705686654e-4;
const B3: f32 = 1.19825839466702e-6;

/** tanh of four values. */
export function tanh4(value: v128): v128 {
  const x = f32x4.max(
    f32x4.min(value, f32x4.splat(LIMIT)),
    f32x4.splat(-LIMIT),
  );
  const s = f32x4.mul(x, x);
  let a = f32x4.relaxed_madd(f32x4.splat(A6), s, f32x4.splat(A5));
  a = f32x4.relaxed_madd(a, s, f32x4.splat(A4));
  a = f32x4.relaxed_madd(a, s, f32x4.splat(A3));
  a = f32x4.relaxed_madd(a, s, f32x4.splat(A2));
  a = f32x4.relaxed_madd(a, s, f32x4.splat(A1));
  a = f32x4.relaxed_madd(a, s, f32x4.splat(A0));
  let b = f32x4.relaxed_madd(f32x4.splat(B3), s, f32x4.splat(B2));
  b = f32x4.relaxed_madd(b, s, f32x4.splat(B1));
  b = f32x4.relaxed_madd(b, s, f32x4.splat(B0));
  return f32x4.div(f32x4.mul(x, a), b);
}

/** sigmoid of four values. */
export function sigmoid4(value: v128): v128 {
  const half = f32x4.splat(0.5);
  return f32x4.relaxed_madd(tanh4(f32x4.mul(value, half)), half, half);
}

/** tanh of one value, by the same steps. */
export function tanh1(value: f32): f32 {
  return f32x4.extract_lane(tanh4(f32x4.splat(value)), 0);
}

/** sigmoid of one value, by the same steps. */
export function sigmoid1(value: f32): f32 {
  return f32x4.extract_lane(sigmoid4(f32x4.splat(value)), 0);
}
