import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { lstm } from "../../../src/model/kernels/lstm.ts";
import { startWasmBackend } from "../../../src/model/wasm_backend.ts";
import "../../../src/training/kernels/lstm_gradient.ts";
import "../../../src/training/kernels/mat_mul_gradient.ts";
import { assertClose, normals } from "../_arrays.ts";

const BATCH = 3;
const STEPS = 5;
const UNITS = 6;

interface Inputs {
  readonly projections: tf.Tensor3D;
  readonly recurrent: tf.Tensor2D;
}

/** The recurrence as the textbook writes it, one tfjs op after the other. */
function plainLstm({ projections, recurrent }: Inputs, reverse: boolean) {
  let hidden: tf.Tensor2D = tf.zeros([BATCH, UNITS]);
  let cell: tf.Tensor2D = tf.zeros([BATCH, UNITS]);
  const outputs: tf.Tensor2D[] = [];
  for (let turn = 0; turn < STEPS; turn++) {
    const step = reverse ? STEPS - 1 - turn : turn;
    const input = tf.squeeze<tf.Tensor2D>(
      tf.slice(projections, [0, step, 0], [BATCH, 1, 4 * UNITS]),
      [1],
    );
    const z = tf.add(input, tf.matMul(hidden, recurrent));
    const [i, f, g, o] = tf.split(z, 4, 1);
    cell = tf.add(
      tf.mul(tf.sigmoid(f!), cell),
      tf.mul(tf.sigmoid(i!), tf.tanh(g!)),
    );
    hidden = tf.mul(tf.sigmoid(o!), tf.tanh(cell));
    outputs[step] = hidden;
  }
  return tf.stack(outputs, 1) as tf.Tensor3D;
}

/** Output and both gradients of a weighted sum of it. */
async function run(
  backend: "cpu" | "wasm",
  forward: (inputs: Inputs) => tf.Tensor3D,
) {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const projections = tf.tensor3d(
      normals(BATCH * STEPS * 4 * UNITS, 1),
      [BATCH, STEPS, 4 * UNITS],
    );
    const recurrent = tf.tensor2d(
      normals(UNITS * 4 * UNITS, 2),
      [UNITS, 4 * UNITS],
    );
    const factors = tf.tensor3d(
      normals(BATCH * STEPS * UNITS, 3),
      [BATCH, STEPS, UNITS],
    );
    const loss = (...[projections, recurrent]: tf.Tensor[]) =>
      tf.sum<tf.Scalar>(tf.mul(
        forward({ projections, recurrent } as Inputs),
        factors,
      ));
    const output = forward({ projections, recurrent });
    const gradients = tf.grads(loss)([projections, recurrent]);
    return [output, ...gradients].map((tensor) => tensor.dataSync());
  });
}

for (const reverse of [false, true]) {
  const way = reverse ? "backward" : "forward";
  Deno.test(`lstm() run ${way} equals the plain ops, gradients included`, async () => {
    await startWasmBackend();
    const expected = await run("cpu", (inputs) => plainLstm(inputs, reverse));
    const actual = await run(
      "wasm",
      ({ projections, recurrent }) =>
        lstm(projections, recurrent, reverse).hidden,
    );
    expected.forEach((values, i) => assertClose(actual[i]!, values, 1e-5));
  });
}

Deno.test("lstm() and its gradient keep no tensors", async () => {
  await startWasmBackend();
  const fused = ({ projections, recurrent }: Inputs) =>
    lstm(projections, recurrent, false).hidden;
  await run("wasm", fused);
  const before = tf.memory().numTensors;
  await run("wasm", fused);
  assertEquals(tf.memory().numTensors, before);
});
