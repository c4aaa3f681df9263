/**
 * The power spectrum of real samples.
 *
 * Samples 2n and 2n + 1 are taken as one complex number, so a transform of half
 * the size does; its halves are parted at the end. The transform is Stockham's
 * (sorted by itself, out of place), radix 4, with one pass of radix 2 if need be.
 *
 * Source: Van Loan, Computational Frameworks for the Fast Fourier Transform
 * (1992), 1.7 (Stockham) and 4.2 (real input).
 */
export class RealFft {
  readonly #pointCount: number;
  /** `exp(-2 pi i k / size)` for k in [0, size), interleaved re, im. */
  readonly #roots: Float64Array;
  readonly #scratch: readonly [Float64Array, Float64Array];

  /** @throws {RangeError} If `size` is not a power of two from 4 up. */
  constructor(size: number) {
    if (!(size >= 4 && Number.isInteger(Math.log2(size)))) {
      throw new RangeError(
        `Cannot transform as the size must be a power of two from 4 up: current value is ${size}`,
      );
    }
    this.#pointCount = size / 2;
    this.#roots = rootsOfUnity(size);
    this.#scratch = [new Float64Array(size), new Float64Array(size)];
  }

  /**
   * Computes `|X[k]|^2` for the lowest bins, as many as `power` holds.
   *
   * @param samples `[size]`; left as they are.
   * @param power At most `[size / 2 + 1]`; overwritten.
   */
  power(samples: Float64Array, power: Float64Array): void {
    this.#part(this.#transform(samples), power);
  }

  /** The complex transform of `[pointCount]` interleaved values, in scratch memory. */
  #transform(values: Float64Array): Float64Array {
    let [to, next] = this.#scratch;
    let from = values;
    let length = this.#pointCount;
    for (; length >= 4; length /= 4) {
      this.#passRadix4(from, to, length);
      [from, to, next] = [to, next, to];
    }
    if (length === 1) return from;
    passRadix2(from, to);
    return to;
  }

  /** `pointCount / length` transforms of `length` become four times as many, a quarter as long. */
  #passRadix4(x: Float64Array, y: Float64Array, length: number): void {
    const roots = this.#roots;
    const span = 2 * this.#pointCount / length; // floats between neighbours of one transform
    const quarter = length / 4 * span;
    for (let p = 0; p < length / 4; p++) {
      const root = 2 * span * p; // where exp(-2 pi i p / length) is
      const w1r = roots[root]!;
      const w1i = roots[root + 1]!;
      const w2r = roots[2 * root]!;
      const w2i = roots[2 * root + 1]!;
      const w3r = roots[3 * root]!;
      const w3i = roots[3 * root + 1]!;
      for (let a = p * span; a < (p + 1) * span; a += 2) {
        const b = a + quarter;
        const c = b + quarter;
        const d = c + quarter;
        const acr = x[a]! + x[c]!;
        const aci = x[a + 1]! + x[c + 1]!;
        const bdr = x[b]! + x[d]!;
        const bdi = x[b + 1]! + x[d + 1]!;
        const amcr = x[a]! - x[c]!;
        const amci = x[a + 1]! - x[c + 1]!;
        const bmdr = x[b]! - x[d]!;
        const bmdi = x[b + 1]! - x[d + 1]!;

        const to = a + 3 * p * span;
        y[to] = acr + bdr;
        y[to + 1] = aci + bdi;
        turned(y, to + span, amcr + bmdi, amci - bmdr, w1r, w1i);
        turned(y, to + 2 * span, acr - bdr, aci - bdi, w2r, w2i);
        turned(y, to + 3 * span, amcr - bmdi, amci + bmdr, w3r, w3i);
      }
    }
  }

  /** From the transform Z of the pairs to the power of the samples' own spectrum. */
  #part(z: Float64Array, power: Float64Array): void {
    const roots = this.#roots;
    const points = this.#pointCount;
    for (let k = 0; k < power.length; k++) {
      const at = 2 * (k % points);
      const mirror = 2 * ((points - k) % points);
      const evenR = z[at]! + z[mirror]!;
      const evenI = z[at + 1]! - z[mirror + 1]!;
      const oddR = z[at + 1]! + z[mirror + 1]!;
      const oddI = z[mirror]! - z[at]!;
      const wr = roots[2 * k]!;
      const wi = roots[2 * k + 1]!;
      const re = evenR + wr * oddR - wi * oddI;
      const im = evenI + wr * oddI + wi * oddR;
      power[k] = (re * re + im * im) / 4;
    }
  }
}

/** Writes `(re + i im) (wr + i wi)`. */
function turned(
  y: Float64Array,
  at: number,
  re: number,
  im: number,
  wr: number,
  wi: number,
): void {
  y[at] = re * wr - im * wi;
  y[at + 1] = re * wi + im * wr;
}

function passRadix2(x: Float64Array, y: Float64Array): void {
  const half = x.length / 2;
  for (let i = 0; i < half; i++) {
    y[i] = x[i]! + x[i + half]!;
    y[i + half] = x[i]! - x[i + half]!;
  }
}

function rootsOfUnity(count: number): Float64Array {
  const roots = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    roots[2 * k] = Math.cos(2 * Math.PI * k / count);
    roots[2 * k + 1] = -Math.sin(2 * Math.PI * k / count);
  }
  return roots;
}
