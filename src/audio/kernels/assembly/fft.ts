/**
 * The power spectra of two real signals at once.
 *
 * A vector holds one number of each signal, so both go through the same steps and
 * neither is told apart from one that is alone. Samples 2n and 2n + 1 are taken as
 * one complex number, so a transform of half the size does; its halves are parted
 * at the end. The transform is Stockham's (sorted by itself, out of place), radix
 * 4, with one pass of radix 2 if need be.
 *
 * Source: Van Loan, Computational Frameworks for the Fast Fourier Transform
 * (1992), 1.7 (Stockham) and 4.2 (real input).
 */

/** Bytes of a complex number of both signals: a vector of real parts and one of imaginary ones. */
const COMPLEX: usize = 32;
/** Bytes of a root. */
const ROOT: usize = 16;

/**
 * Stores `|X[k]|^2` for the lowest bins.
 *
 * @param samples `[2 * points]` vectors, left as they are.
 * @param roots `exp(-2 pi i k / (2 * points))`, `[2 * points]` complex.
 * @param a Scratch, `[points]` complex of both signals.
 * @param b Scratch, as `a`.
 * @param to Output, `[bins]` vectors, `points + 1` at most.
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
  const turn = usize(2 * points / length) * ROOT;
  const half = 2 * quarter, most = 3 * quarter;
  const stop = x + span;
  let out = y;
  for (let at = x; at < stop; at += COMPLEX, out += COMPLEX) { // roots of 1: a third of all
    const ar = v128.load(at), ai = v128.load(at, 16);
    const br = v128.load(at + quarter), bi = v128.load(at + quarter, 16);
    const cr = v128.load(at + half), ci = v128.load(at + half, 16);
    const dr = v128.load(at + most), di = v128.load(at + most, 16);
    const sr = f64x2.add(ar, cr), si = f64x2.add(ai, ci);
    const tr = f64x2.add(br, dr), ti = f64x2.add(bi, di);
    const ur = f64x2.sub(ar, cr), ui = f64x2.sub(ai, ci);
    const vr = f64x2.sub(br, dr), vi = f64x2.sub(bi, di); // to be turned by -i
    put(out, f64x2.add(sr, tr), f64x2.add(si, ti));
    put(out + span, f64x2.add(ur, vi), f64x2.sub(ui, vr));
    put(out + 2 * span, f64x2.sub(sr, tr), f64x2.sub(si, ti));
    put(out + 3 * span, f64x2.sub(ur, vi), f64x2.add(ui, vr));
  }
  for (let p: usize = 1; p < usize(length >> 2); p++) {
    const w1 = roots + p * turn;
    const w2 = roots + 2 * p * turn;
    const w3 = roots + 3 * p * turn;
    const end = x + (p + 1) * span;
    let to = y + 4 * p * span;
    for (let at = x + p * span; at < end; at += COMPLEX, to += COMPLEX) {
      const ar = v128.load(at), ai = v128.load(at, 16);
      const br = v128.load(at + quarter), bi = v128.load(at + quarter, 16);
      const cr = v128.load(at + half), ci = v128.load(at + half, 16);
      const dr = v128.load(at + most), di = v128.load(at + most, 16);
      const sr = f64x2.add(ar, cr), si = f64x2.add(ai, ci);
      const tr = f64x2.add(br, dr), ti = f64x2.add(bi, di);
      const ur = f64x2.sub(ar, cr), ui = f64x2.sub(ai, ci);
      const vr = f64x2.sub(br, dr), vi = f64x2.sub(bi, di);
      put(to, f64x2.add(sr, tr), f64x2.add(si, ti));
      turned(to + span, f64x2.add(ur, vi), f64x2.sub(ui, vr), w1);
      turned(to + 2 * span, f64x2.sub(sr, tr), f64x2.sub(si, ti), w2);
      turned(to + 3 * span, f64x2.sub(ur, vi), f64x2.add(ui, vr), w3);
    }
  }
}

function passRadix2(x: usize, y: usize, points: i32): void {
  const half = usize(points >> 1) * COMPLEX;
  for (let at: usize = 0; at < half; at += 16) {
    const a = v128.load(x + at);
    const b = v128.load(x + at + half);
    v128.store(y + at, f64x2.add(a, b));
    v128.store(y + at + half, f64x2.sub(a, b));
  }
}

/** From the transforms of the pairs to the power of the samples' own spectra. */
function part(
  z: usize,
  roots: usize,
  points: i32,
  to: usize,
  bins: i32,
): void {
  const quarter = f64x2.splat(0.25);
  for (let k = 0; k < bins; k++) {
    const at = z + usize(k == points ? 0 : k) * COMPLEX;
    const mirror = z + usize(k == 0 || k == points ? 0 : points - k) * COMPLEX;
    const ar = v128.load(at), ai = v128.load(at, 16);
    const br = v128.load(mirror), bi = v128.load(mirror, 16);
    const er = f64x2.add(ar, br), ei = f64x2.sub(ai, bi); // twice the even samples
    const or = f64x2.add(ai, bi), oi = f64x2.sub(br, ar); // and the odd ones
    const wr = v128.load64_splat(roots + usize(k) * ROOT);
    const wi = v128.load64_splat(roots + usize(k) * ROOT, 8);
    const tr = f64x2.sub(f64x2.mul(or, wr), f64x2.mul(oi, wi));
    const ti = f64x2.add(f64x2.mul(or, wi), f64x2.mul(oi, wr));
    const xr = f64x2.add(er, tr), xi = f64x2.add(ei, ti);
    const squares = f64x2.add(f64x2.mul(xr, xr), f64x2.mul(xi, xi));
    v128.store(to + (usize(k) << 4), f64x2.mul(squares, quarter));
  }
}

@inline
function put(to: usize, real: v128, imaginary: v128): void {
  v128.store(to, real);
  v128.store(to, imaginary, 16);
}

/** Stores the product of a value and a root. */
@inline
function turned(to: usize, real: v128, imaginary: v128, root: usize): void {
  const wr = v128.load64_splat(root), wi = v128.load64_splat(root, 8);
  put(
    to,
    f64x2.sub(f64x2.mul(real, wr), f64x2.mul(imaginary, wi)),
    f64x2.add(f64x2.mul(real, wi), f64x2.mul(imaginary, wr)),
  );
}
