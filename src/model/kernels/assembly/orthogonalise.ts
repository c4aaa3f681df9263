/**
 * The matrix with orthonormal columns that is next to a given one, nearly: the
 * singular vectors stay, the singular values come near 1.
 *
 * Five steps of a Newton-Schulz iteration, `X <- X (a + b G + c G G)` with
 * `G = X'X`. As all that X is multiplied by are polynomials in the first G, the
 * steps are taken on the small square matrices alone:
 *
 *     P = a + b G + c G G      Q <- Q P      G <- P G P
 *
 * and X is multiplied once, by Q.
 *
 * Source: Jordan 2024, "Muon: an optimizer for hidden layers in neural
 * networks", for the iteration and its coefficients.
 *
 * Pointers are in bytes, counts in values.
 */
import { addProduct, packPanels } from "./product";

/** They bring singular values from 0.003 to 1 within 0.7 to 1.2 in five steps. */
const A: f32 = 3.4445;
const B: f32 = -4.7750;
const C: f32 = 2.0315;

const STEPS: i32 = 5;

/** Keeps a matrix of zeros from being divided by zero. */
const TINY: f32 = 1e-7;

/**
 * Puts in place of each of the matrices `x` `[count, rows, columns]` its
 * orthonormal neighbour.
 *
 * @param columns At most `rows`.
 * @param transpose Room for `[columns, rows]`.
 * @param panels Room for the panels of `[rows, columns]`.
 * @param squares Room for four matrices `[columns, columns]`.
 */
export function orthogonalise(
  x: usize,
  count: i32,
  rows: i32,
  columns: i32,
  transpose: usize,
  panels: usize,
  squares: usize,
): void {
  const bytes = usize(rows * columns) << 2;
  for (let i = 0; i < count; i++, x += bytes) {
    orthogonaliseOne(x, rows, columns, transpose, panels, squares);
  }
}

function orthogonaliseOne(
  x: usize,
  rows: i32,
  columns: i32,
  transpose: usize,
  panels: usize,
  squares: usize,
): void {
  const bytes = usize(columns * columns) << 2;
  let gram = squares;
  let product = squares + bytes;
  const polynomial = product + bytes;
  let other = polynomial + bytes;

  scaleToUnit(x, rows * columns);
  transposeInto(transpose, x, rows, columns);
  packPanels(x, panels, rows, columns);
  multiply(gram, transpose, panels, columns, rows, columns);
  for (let step = 0; step < STEPS; step++) {
    packPanels(gram, panels, columns, columns);
    multiply(polynomial, gram, panels, columns, columns, columns);
    combine(polynomial, gram, columns);
    packPanels(polynomial, panels, columns, columns);
    if (step === 0) {
      memory.copy(product, polynomial, bytes);
    } else {
      multiply(other, product, panels, columns, columns, columns);
      const swap = product;
      product = other;
      other = swap;
    }
    if (step + 1 === STEPS) break;
    multiply(other, gram, panels, columns, columns, columns);
    multiply(gram, other, panels, columns, columns, columns);
  }
  packPanels(product, panels, columns, columns);
  multiply(transpose, x, panels, rows, columns, columns);
  memory.copy(x, transpose, usize(rows * columns) << 2);
}

/** `to [rows, columns] = from [rows, depth] * panels`. */
function multiply(
  to: usize,
  from: usize,
  panels: usize,
  rows: i32,
  depth: i32,
  columns: i32,
): void {
  memory.fill(to, 0, usize(rows * columns) << 2);
  addProduct(from, depth, panels, depth, to, columns, rows, columns);
}

/** `square = A + B gram + C square`. */
function combine(square: usize, gram: usize, columns: i32): void {
  for (let row = 0; row < columns; row++) {
    for (let column = 0; column < columns; column++) {
      const at = usize(row * columns + column) << 2;
      const value = B * load<f32>(gram + at) + C * load<f32>(square + at);
      store<f32>(square + at, row === column ? value + A : value);
    }
  }
}

/** Divides by the root of the sum of squares: no singular value is above 1 then. */
function scaleToUnit(x: usize, count: i32): void {
  const end = x + (usize(count) << 2);
  let sum: f32 = 0;
  for (let at = x; at < end; at += 4) {
    const value = load<f32>(at);
    sum += value * value;
  }
  const scale: f32 = f32(1) / (sqrt<f32>(sum) + TINY);
  for (let at = x; at < end; at += 4) store<f32>(at, scale * load<f32>(at));
}

function transposeInto(to: usize, x: usize, rows: i32, columns: i32): void {
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++, to += 4) {
      store<f32>(to, load<f32>(x + (usize(row * columns + column) << 2)));
    }
  }
}
