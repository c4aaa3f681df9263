/**
 * The recurrence of an LSTM as one operation of tfjs's WASM backend.
 *
 * Written as tfjs ops a window of 35 steps is more than a thousand of them at
 * about 10 us each; here it is one loop over the heap. The input projections
 * are one matrix product and stay outside.
 *
 *     z_t = projections_t + h_(t-1) U      gates in the order i, f, g, o
 *     c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g)
 *     h_t = sigmoid(o) tanh(c_t)
 *
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers 2000.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { heapView } from "./heap.ts";

/** Name under which kernel and gradient are registered. */
export const LSTM = "UndertoneLstm";

/** What the recurrence gives; the last two are for the gradient. */
export interface LstmOutputs {
  /** `[batch, steps, units]`. */
  readonly hidden: tf.Tensor3D;
  /** Activated gates, `[batch, steps, 4 * units]`. */
  readonly gates: tf.Tensor3D;
  /** `[batch, steps, units]`. */
  readonly cells: tf.Tensor3D;
}

/**
 * Runs the recurrence.
 *
 * @param projections Input times kernel plus bias, `[batch, steps, 4 * units]`.
 * @param recurrent `[units, 4 * units]`.
 * @param reverse From the last step to the first; outputs keep the input's order.
 */
export function lstm(
  projections: tf.Tensor3D,
  recurrent: tf.Tensor2D,
  reverse: boolean,
): LstmOutputs {
  const [hidden, gates, cells] = tf.engine().runKernel(
    LSTM,
    { projections, recurrent },
    { reverse },
  ) as unknown as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  return { hidden, gates, cells };
}

tf.registerKernel({
  kernelName: LSTM,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { projections, recurrent } = inputs as Record<string, tf.TensorInfo>;
    const [batch, steps, width] = projections!.shape as [
      number,
      number,
      number,
    ];
    const units = width / 4;
    const hidden = wasm.makeOutput([batch, steps, units], "float32");
    const gates = wasm.makeOutput([batch, steps, width], "float32");
    const cells = wasm.makeOutput([batch, steps, units], "float32");
    const view = (tensor: tf.TensorInfo) => heapView(wasm, tensor);
    const sequence: Sequence = {
      steps,
      units,
      reverse: attrs!.reverse as boolean,
      recurrent: view(recurrent!),
      hidden: view(hidden),
      gates: view(gates),
      cells: view(cells),
    };
    sequence.gates.set(view(projections!));
    for (let item = 0; item < batch; item++) runSequence(sequence, item);
    return [hidden, gates, cells];
  },
});

interface Sequence {
  readonly steps: number;
  readonly units: number;
  readonly reverse: boolean;
  readonly recurrent: Float32Array;
  readonly hidden: Float32Array;
  /** Projections on the way in, activated gates on the way out. */
  readonly gates: Float32Array;
  readonly cells: Float32Array;
}

function runSequence(sequence: Sequence, item: number): void {
  const { steps, units, reverse, recurrent, hidden, gates, cells } = sequence;
  const width = 4 * units;
  let previous = -1;
  for (let turn = 0; turn < steps; turn++) {
    const step = item * steps + (reverse ? steps - 1 - turn : turn);
    const z = gates.subarray(step * width, (step + 1) * width);
    if (previous >= 0) {
      const h = hidden.subarray(previous * units, (previous + 1) * units);
      addProduct(z, h, recurrent);
    }
    activate(z, units);
    for (let u = 0; u < units; u++) {
      const held = previous < 0 ? 0 : cells[previous * units + u]!;
      const cell = z[units + u]! * held + z[u]! * z[2 * units + u]!;
      cells[step * units + u] = cell;
      hidden[step * units + u] = z[3 * units + u]! * Math.tanh(cell);
    }
    previous = step;
  }
}

/** Adds `h U` to `z`. Four rows of `U` a pass: one load and store of `z` for four products. */
function addProduct(z: Float32Array, h: Float32Array, U: Float32Array): void {
  const width = z.length;
  let k = 0;
  for (; k + 4 <= h.length; k += 4) {
    const [h0, h1, h2, h3] = [h[k]!, h[k + 1]!, h[k + 2]!, h[k + 3]!];
    const row = k * width;
    for (let j = 0; j < width; j++) {
      z[j] = z[j]! + h0 * U[row + j]! + h1 * U[row + width + j]! +
        h2 * U[row + 2 * width + j]! + h3 * U[row + 3 * width + j]!;
    }
  }
  for (; k < h.length; k++) {
    for (let j = 0; j < width; j++) z[j]! += h[k]! * U[k * width + j]!;
  }
}

/** Sigmoid of the gates i, f and o, tanh of g, in place. */
function activate(z: Float32Array, units: number): void {
  for (let j = 0; j < z.length; j++) {
    const isCandidate = j >= 2 * units && j < 3 * units;
    z[j] = isCandidate ? Math.tanh(z[j]!) : 1 / (1 + Math.exp(-z[j]!));
  }
}
