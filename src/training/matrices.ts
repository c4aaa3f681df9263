/**
 * Which weights are matrices that an optimiser may treat as such, and where in
 * a weight they lie.
 *
 * @module
 */
import { type NetworkSpec, weightShapes } from "../model/network_spec.ts";

/** Matrices of one shape that lie side by side in one weight, rows by inputs. */
export interface MatrixLayout {
  readonly rows: number;
  readonly columns: number;
  /** Matrices side by side: the four gates of an LSTM, or one. */
  readonly count: number;
}

/** Gates of an LSTM: each is a layer of its own. */
const GATES = 4;

/**
 * The matrices of the hidden layers: convolutions, as inputs under the kernel by
 * channels, and each gate of an LSTM. The last layer and those of one output
 * (attention) are left out.
 */
export function hiddenMatrices(spec: NetworkSpec): Map<string, MatrixLayout> {
  const layouts = new Map<string, MatrixLayout>();
  for (const [name, shape] of weightShapes(spec)) {
    const count = name.startsWith("lstm/") ? GATES : 1;
    const isHidden = count > 1 || name.startsWith("convolution");
    if (!isHidden || shape.length < 2) continue;
    const columns = shape.at(-1)! / count;
    const rows = shape.slice(0, -1).reduce((product, n) => product * n, 1);
    layouts.set(name, { rows, columns, count });
  }
  return layouts;
}

/** One of the matrices, `[rows, columns]`, copied out of values laid out so. */
export function takeMatrix(
  values: Float32Array,
  { rows, columns, count }: MatrixLayout,
  index: number,
): Float32Array {
  const matrix = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const from = (row * count + index) * columns;
    matrix.set(values.subarray(from, from + columns), row * columns);
  }
  return matrix;
}
