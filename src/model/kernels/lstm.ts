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
import {
  addressOf,
  heapValues,
  heapView,
  kernelsOf,
  panelsLength,
  withScratch,
} from "./module.ts";
import { type Part, spread } from "./spread.ts";
import { SQUASH } from "./squash.ts";

/** Name under which kernel and gradient are registered. */
export const LSTM = "UndertoneLstm";

/** Items that go through a product together; sharing out by it keeps every sum's order. */
export const ITEMS_OF_A_TILE = 4;

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
    const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
    const scratch = [panelsLength(units, width), SQUASH.length];
    withScratch(wasm, scratch, (panels, squash) => {
      heapValues(wasm, squash!, SQUASH.length).set(SQUASH);
      heapView(wasm, gates).set(heapView(wasm, projections!));
      kernelsOf(wasm).packPanels(at(recurrent!), panels!, units, width);
      const itemBytes = 4 * steps * units;
      const numbersOf = ({ first, count }: Part) => [
        ...[at(gates) + 4 * itemBytes * first, width],
        ...[panels!, squash!],
        ...[at(hidden) + itemBytes * first, units],
        ...[at(cells) + itemBytes * first, steps],
        ...[count, steps, units, attrs!.reverse ? 1 : 0],
      ];
      spread(wasm, "lstm", batch, numbersOf, ITEMS_OF_A_TILE);
    });
    return [hidden, gates, cells];
  },
});
