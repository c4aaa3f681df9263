/**
 * The power spectrum of real samples.
 *
 * Samples 2n and 2n + 1 are taken as one complex number, so a transform of half
 * the size does; its halves are parted at the end. The transform is Stockham's
 * (sorted by itself, out of place), radix 4, with one pass of radix 2 if need
 * be. A complex number, real part first, is one vector.
 *
 * Source: Van Loan, Computational Frameworks for the Fast Fourier Transform
 * (1992), 1.7 (Stockham) and 4.2 (real input).
 */

/** Bytes of a complex number. */
const COMPLEX: usize = 16;

/**
 * Stores `|X[k]|^2` for the lowest bins.
 *
 * @param samples `[2 * points]`, left as they are.
 * @param roots `exp(-2 pi i k / (2 * points))`, `[2 * points]` complex.
 * @param a Scratch, `[points]` complex.
 * @param b Scratch, `[points]` complex.
 * @param to Output, `[bins]`, `points + 1` at most.
 */
export function power(
  samples: usize,
  roots: usize,
  a: usize,
  b: usize,
  points: i32,
  to: usize,
  bins: i32,
): void {
  let from = samples;
  let into = a;
  let length = points;
  for (; length >= 4; length >>= 2) {
    passRadix4(from, into, roots, points, length);
    from = into;
    into = from == a ? b : a;
  }
  if (length == 2) {
    passRadix2(from, into, points);
    from = into;
  }
  part(from, roots, points, to, bins);
}

/** `points / length` transforms of `length` become four times as many, a quarter as long. */
function passRadix4(
  x: usize,
  y: usize,
  roots: usize,
  points: i32,
  length: i32,
): void {
  const span = usize(points / length) * COMPLEX; // between neighbours of one transform
  const quarter = usize(length >> 2) * span;
  const turn = usize(2 * points / length) * COMPLEX;
  const back = f64x2(1, -1);
  const stop = x + span;
  let out = y;
  for (let at = x; at < stop; at += COMPLEX, out += COMPLEX) { // roots of 1: a third of all
    const xa = v128.load(at);
    const xb = v128.load(at + quarter);
    const xc = v128.load(at + 2 * quarter);
    const xd = v128.load(at + 3 * quarter);
    const ac = f64x2.add(xa, xc);
    const bd = f64x2.add(xb, xd);
    const amc = f64x2.sub(xa, xc);
    const bmd = f64x2.mul(swapped(f64x2.sub(xb, xd)), back);
    v128.store(out, f64x2.add(ac, bd));
    v128.store(out + span, f64x2.add(amc, bmd));
    v128.store(out + 2 * span, f64x2.sub(ac, bd));
    v128.store(out + 3 * span, f64x2.sub(amc, bmd));
  }
  for (let p: usize = 1; p < usize(length >> 2); p++) {
    const w1 = roots + p * turn;
    const w2 = roots + 2 * p * turn;
    const w3 = roots + 3 * p * turn;
    const w1r = v128.load64_splat(w1), w1i = turner(w1);
    const w2r = v128.load64_splat(w2), w2i = turner(w2);
    const w3r = v128.load64_splat(w3), w3i = turner(w3);
    const end = x + (p + 1) * span;
    let to = y + 4 * p * span;
    for (let at = x + p * span; at < end; at += COMPLEX, to += COMPLEX) {
      const xa = v128.load(at);
      const xb = v128.load(at + quarter);
      const xc = v128.load(at + 2 * quarter);
      const xd = v128.load(at + 3 * quarter);
      const ac = f64x2.add(xa, xc);
      const bd = f64x2.add(xb, xd);
      const amc = f64x2.sub(xa, xc);
      const bmd = f64x2.mul(swapped(f64x2.sub(xb, xd)), back); // times -i
      v128.store(to, f64x2.add(ac, bd));
      v128.store(to + span, turned(f64x2.add(amc, bmd), w1r, w1i));
      v128.store(to + 2 * span, turned(f64x2.sub(ac, bd), w2r, w2i));
      v128.store(to + 3 * span, turned(f64x2.sub(amc, bmd), w3r, w3i));
    }
  }
}

function passRadix2(x: usize, y: usize, points: i32): void {
  const half = usize(points >> 1) * COMPLEX;
  for (let at: usize = 0; at < half; at += COMPLEX) {
    const xa = v128.load(x + at);
    const xb = v128.load(x + at + half);
    v128.store(y + at, f64x2.add(xa, xb));
    v128.store(y + at + half, f64x2.sub(xa, xb));
  }
}

/** From the transform Z of the pairs to the power of the samples' own spectrum. */
function part(
  z: usize,
  roots: usize,
  points: i32,
  to: usize,
  bins: i32,
): void {
  const back = f64x2(1, -1);
  for (let k = 0; k < bins; k++) {
    const at = v128.load(z + usize(k == points ? 0 : k) * COMPLEX);
    const mirror = v128.load(
      z + usize(k == 0 || k == points ? 0 : points - k) * COMPLEX,
    );
    const even = f64x2.add(at, f64x2.mul(mirror, back));
    const odd = f64x2.add(swapped(mirror), f64x2.mul(swapped(at), back));
    const root = roots + usize(k) * COMPLEX;
    const real = f64x2.add(even, f64x2.mul(odd, v128.load64_splat(root)));
    const x = f64x2.add(real, f64x2.mul(swapped(odd), turner(root)));
    const squares = f64x2.mul(x, x);
    const sum = f64x2.extract_lane(squares, 0) +
      f64x2.extract_lane(squares, 1);
    store<f64>(to + (usize(k) << 3), sum * 0.25);
  }
}

@inline
function swapped(value: v128): v128 {
  return v128.shuffle<f64>(value, value, 1, 0);
}

/** The imaginary part of a root, as it turns real and imaginary parts into each other. */
@inline
function turner(root: usize): v128 {
  return f64x2.mul(v128.load64_splat(root, 8), f64x2(-1, 1));
}

/** The product of a value and a root. */
@inline
function turned(value: v128, real: v128, imaginary: v128): v128 {
  return f64x2.add(
    f64x2.mul(value, real),
    f64x2.mul(swapped(value), imaginary),
  );
}
