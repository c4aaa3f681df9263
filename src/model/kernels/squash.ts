/**
 * What the squashing functions of the kernels are made of (`assembly/activation.ts`).
 *
 * tanh is the quotient of two polynomials, x (a0 + a1 x^2 + ... ) / (b0 + ...),
 * as Eigen and XLA have it, right to a few units in the last place; beyond 7.9 it
 * is 1.
 *
 * The kernels read them from the heap: as constants of the code V8 makes each of
 * them anew, by five instructions, wherever it is used, and a squashing costs
 * twice the time (Deno 2.9, November 2026).
 *
 * @module
 */

const LIMIT = 7.90531110763549805;

/** The limits, a6 to a0, b3 to b0, and 1/2, as the kernels read them. */
export const SQUASH: Float32Array = Float32Array.of(
  ...[LIMIT, -LIMIT],
  ...[-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11],
  ...[5.12229709037114e-8, 1.48572235717979e-5, 6.37261928875436e-4],
  ...[4.89352455891786e-3],
  ...[1.19825839466702e-6, 1.18534705686654e-4, 2.26843463243900e-3],
  ...[4.89352518554385e-3],
  0.5,
);
