/**
 * The gradient of the fused LSTM recurrence: backpropagation through time.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { heapView } from "../../model/kernels/heap.ts";
import { LSTM } from "../../model/kernels/lstm.ts";

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
        tf.matMul(
          tf.transpose(tf.reshape(before, [batch * steps, width / 4])),
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
    const view = (tensor: tf.TensorInfo) => heapView(wasm, tensor);
    const pass: BackwardPass = {
      steps,
      units: width / 4,
      reverse: attrs!.reverse as boolean,
      dHidden: view(dHidden!),
      recurrent: view(recurrent!),
      hidden: view(hidden!),
      gates: view(gates!),
      cells: view(cells!),
      dProjections: view(dProjections),
      before: view(before),
    };
    for (let item = 0; item < batch; item++) runBackward(pass, item);
    return [dProjections, before];
  },
});

interface BackwardPass {
  readonly steps: number;
  readonly units: number;
  readonly reverse: boolean;
  readonly dHidden: Float32Array;
  readonly recurrent: Float32Array;
  readonly hidden: Float32Array;
  readonly gates: Float32Array;
  readonly cells: Float32Array;
  /** Output: the gradient before the activations, `[batch, steps, 4 * units]`. */
  readonly dProjections: Float32Array;
  /** Output: the hidden state each step started from, `[batch, steps, units]`. */
  readonly before: Float32Array;
}

/** From the step that ran last to the one that ran first. */
function runBackward(pass: BackwardPass, item: number): void {
  const { steps, units, reverse, hidden, before, dHidden } = pass;
  const dh = new Float32Array(units);
  const dc = new Float32Array(units);
  for (let turn = steps - 1; turn >= 0; turn--) {
    const step = item * steps + (reverse ? steps - 1 - turn : turn);
    const previous = turn === 0 ? -1 : step + (reverse ? 1 : -1);
    for (let u = 0; u < units; u++) {
      dh[u]! += dHidden[step * units + u]!;
      before[step * units + u] = previous < 0
        ? 0
        : hidden[previous * units + u]!;
    }
    gateGradients(pass, step, previous, dh, dc);
    carryBack(pass, step, dh);
  }
}

/** Through output, cell and gates of one step; leaves in `dc` what the step before gets. */
function gateGradients(
  { units, gates, cells, dProjections }: BackwardPass,
  step: number,
  previous: number,
  dh: Float32Array,
  dc: Float32Array,
): void {
  const at = step * 4 * units;
  for (let u = 0; u < units; u++) {
    const input = gates[at + u]!;
    const forget = gates[at + units + u]!;
    const candidate = gates[at + 2 * units + u]!;
    const output = gates[at + 3 * units + u]!;
    const held = previous < 0 ? 0 : cells[previous * units + u]!;
    const squashed = Math.tanh(cells[step * units + u]!);
    const dCell = dc[u]! + dh[u]! * output * (1 - squashed * squashed);
    dProjections[at + u] = dCell * candidate * input * (1 - input);
    dProjections[at + units + u] = dCell * held * forget * (1 - forget);
    dProjections[at + 2 * units + u] = dCell * input *
      (1 - candidate * candidate);
    dProjections[at + 3 * units + u] = dh[u]! * squashed * output *
      (1 - output);
    dc[u] = dCell * forget;
  }
}

/** `dh = U dz`: what the step before gets through the recurrent weights. */
function carryBack(
  { units, recurrent, dProjections }: BackwardPass,
  step: number,
  dh: Float32Array,
): void {
  const width = 4 * units;
  const dz = dProjections.subarray(step * width, (step + 1) * width);
  for (let k = 0; k < units; k++) {
    const row = k * width;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let j = 0; j < width; j += 4) {
      s0 += recurrent[row + j]! * dz[j]!;
      s1 += recurrent[row + j + 1]! * dz[j + 1]!;
      s2 += recurrent[row + j + 2]! * dz[j + 2]!;
      s3 += recurrent[row + j + 3]! * dz[j + 3]!;
    }
    dh[k] = s0 + s1 + s2 + s3;
  }
}
