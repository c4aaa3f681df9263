/**
 * The gradient of the fused LSTM recurrence: backpropagation through time.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { ITEMS_OF_A_TILE, LSTM } from "../../model/kernels/lstm.ts";
import {
  addressOf,
  heapValues,
  kernelsOf,
  panelsLength,
  withScratch,
} from "../../model/kernels/module.ts";
import { type Part, spread } from "../../model/kernels/spread.ts";
import { SQUASH } from "../../model/kernels/squash.ts";
import { transposedTimes } from "./product.ts";

const LSTM_BACKPROP = "UndertoneLstmBackprop";

tf.registerGradient({
  kernelName: LSTM,
  inputsToSave: ["recurrent"],
  outputsToSave: [true, true, true],
  gradFunc(dy, saved, attrs) {
    const [dHidden] = dy as tf.Tensor[];
    const [recurrent, hidden, gates, cells] = saved as tf.Tensor[];
    const [dProjections, before] = tf.engine().runKernel(
      LSTM_BACKPROP,
      {
        dHidden: dHidden!,
        recurrent: recurrent!,
        hidden: hidden!,
        gates: gates!,
        cells: cells!,
      },
      { ...attrs },
    ) as unknown as [tf.Tensor3D, tf.Tensor3D];
    const [batch, steps, width] = dProjections.shape;
    return {
      projections: () => dProjections,
      recurrent: () =>
        transposedTimes(
          tf.reshape(before, [batch * steps, width / 4]),
          tf.reshape(dProjections, [batch * steps, width]),
        ),
    };
  },
});

tf.registerKernel({
  kernelName: LSTM_BACKPROP,
  backendName: "wasm",
  kernelFunc({ inputs, backend, attrs }) {
    const wasm = backend as BackendWasm;
    const { dHidden, recurrent, hidden, gates, cells } = inputs as Record<
      string,
      tf.TensorInfo
    >;
    const [batch, steps, width] = gates!.shape as [number, number, number];
    const dProjections = wasm.makeOutput([batch, steps, width], "float32");
    const before = wasm.makeOutput([batch, steps, width / 4], "float32");
    const at = (tensor: tf.TensorInfo) => addressOf(wasm, tensor);
    const units = width / 4;
    const scratch = [
      ...[panelsLength(width, units), SQUASH.length],
      ...[batch * units, batch * units],
    ];
    withScratch(wasm, scratch, (panels, squash, dh, dc) => {
      heapValues(wasm, squash!, SQUASH.length).set(SQUASH);
      const { packTransposedPanels } = kernelsOf(wasm);
      packTransposedPanels(at(recurrent!), panels!, 1, units, width);
      const numbersOf = ({ first, count }: Part) => {
        const narrow = 4 * units * first; // bytes of one step of the items before
        const wide = 4 * narrow;
        return [
          at(dHidden!) + steps * narrow,
          ...[panels!, squash!],
          at(hidden!) + steps * narrow,
          at(gates!) + steps * wide,
          at(cells!) + steps * narrow,
          at(dProjections) + steps * wide,
          at(before) + steps * narrow,
          dh! + narrow,
          dc! + narrow,
          ...[count, steps, units, attrs!.reverse ? 1 : 0],
        ];
      };
      spread(wasm, "lstmBack", batch, numbersOf, ITEMS_OF_A_TILE);
    });
    return [dProjections, before];
  },
});
