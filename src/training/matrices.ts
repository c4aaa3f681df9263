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

/** The matrices one after the other, `[count, rows, columns]`, out of values laid out so. */
export function takeMatrices(
  values: Float32Array,
  { rows, columns, count }: MatrixLayout,
): Float32Array {
  const matrices = new Float32Array(values.length);
  for (let index = 0; index < count; index++) {
    for (let row = 0; row < rows; row++) {
      const from = (row * count + index) * columns;
      const to = (index * rows + row) * columns;
      matrices.set(values.subarray(from, from + columns), to);
    }
  }
  return matrices;
}
