/**
 * Runs ONNX graphs as the specification of the operators words them, for the
 * operators that an export takes: a second opinion on what a file means. Slow.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { DecodedFile, DecodedNode } from "./_decoded.ts";

type Attributes = Readonly<Record<string, number | number[] | string>>;
type Operator = (
  inputs: readonly tf.Tensor[],
  attributes: Attributes,
) => tf.Tensor;

/** Every value of the graph by its name, for one input. */
export function runGraph(
  { graph }: DecodedFile,
  rows: Float32Array,
  shape: readonly number[],
): Map<string, Float32Array> {
  const values = new Map<string, tf.Tensor>();
  for (const { name, dims, dataType, rawData } of graph.initializer) {
    values.set(name, constant(dims, dataType, rawData));
  }
  values.set(graph.input[0]!.name, tf.tensor(rows, [...shape]));
  for (const node of graph.node) {
    const inputs = node.input.map((name) => values.get(name)!);
    const result = OPERATORS[node.opType]!(inputs, attributesOf(node));
    values.set(node.output[0]!, result);
  }
  const arrays = new Map(
    [...values].map(([name, tensor]) => [name, tensor.dataSync<"float32">()]),
  );
  tf.dispose([...values.values()]);
  return arrays;
}

function constant(
  dims: readonly number[],
  dataType: number,
  raw: Uint8Array,
): tf.Tensor {
  const { buffer } = new Uint8Array(raw);
  if (dataType === 1) return tf.tensor(new Float32Array(buffer), [...dims]);
  const numbers = [...new BigInt64Array(buffer)].map(Number);
  return tf.tensor(numbers, [...dims], "int32");
}

function attributesOf({ attribute }: DecodedNode): Attributes {
  return Object.fromEntries(
    attribute.map(({ name, type, i, s, ints }) => {
      if (type === "INT") return [name, i!];
      if (type === "INTS") return [name, ints];
      return [name, new TextDecoder().decode(s)];
    }),
  );
}

const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];

const OPERATORS: Readonly<Record<string, Operator>> = {
  Sub: ([a, b]) => tf.sub(a!, b!),
  Div: ([a, b]) => tf.div(a!, b!),
  Mul: ([a, b]) => tf.mul(a!, b!),
  Mean: (all) => tf.div(tf.addN([...all]), all.length),
  Max: ([a, b]) => tf.maximum(a!, b!),
  Sqrt: ([a]) => tf.sqrt(a!),
  Relu: ([a]) => tf.relu(a!),
  MatMul: ([a, b]) => tf.matMul(a!, b!),
  Gemm: ([a, b, c]) => tf.add(tf.matMul(a!, b!), c!),
  Unsqueeze: ([a, axes]) => tf.expandDims(a!, numbers(axes!)[0]!),
  Squeeze: ([a, axes]) => tf.squeeze(a!, numbers(axes!)),
  Transpose: ([a], { perm }) => tf.transpose(a!, perm as number[]),
  Concat: (inputs, { axis }) => tf.concat([...inputs], axis as number),
  // 0 keeps a length.
  Reshape: ([a, shape]) =>
    tf.reshape(a!, numbers(shape!).map((length, i) => length || a!.shape[i]!)),
  Softmax: ([a], { axis }) => {
    const powers = tf.exp(tf.sub(a!, tf.max(a!, axis as number, true)));
    return tf.div(powers, tf.sum(powers, axis as number, true));
  },
  Conv: convolve,
  LSTM: runLstm,
};

/** Maps `[batch, channels, height, width]`, filters `[out, in, height, width]`. */
function convolve(
  [maps, filters, bias]: readonly tf.Tensor[],
  attributes: Attributes,
): tf.Tensor {
  const [top, left, bottom, right] = attributes.pads as number[];
  const padded = tf.pad(tf.transpose(maps!, [0, 2, 3, 1]), [
    ...[[0, 0], [top!, bottom!], [left!, right!], [0, 0]] as [number, number][],
  ]);
  const convolved = tf.conv2d(
    padded as tf.Tensor4D,
    tf.transpose(filters!, [2, 3, 1, 0]) as tf.Tensor4D,
    attributes.strides as [number, number],
    "valid",
  );
  return tf.transpose(tf.add(convolved, bias!), [0, 3, 1, 2]);
}

/** `X [steps, batch, inputs]`, `W [2, 4 * units, inputs]`, `R [2, 4 * units, units]`, `B [2, 8 * units]`. */
function runLstm(
  [x, ...weights]: readonly tf.Tensor[],
  { direction }: Attributes,
): tf.Tensor {
  if (direction !== "bidirectional") throw new Error(`direction ${direction}`);
  const steps = tf.unstack(x!);
  const [there, back] = [0, 1].map((d) =>
    weights.map((both) => tf.squeeze(tf.slice(both, d, 1), [0]))
  );
  return tf.stack([
    tf.stack(recur(steps, there!)),
    tf.stack(recur(steps.toReversed(), back!).reverse()),
  ], 1);
}

/** One direction: the hidden values `[batch, units]` after each step. */
function recur(
  steps: readonly tf.Tensor[],
  [w, r, b]: readonly tf.Tensor[],
): tf.Tensor[] {
  const units = r!.shape[1]!;
  const [ofInput, ofRecurrence] = tf.split(b!, 2);
  const bias = tf.add(ofInput!, ofRecurrence!);
  let h: tf.Tensor = tf.zeros([steps[0]!.shape[0]!, units]);
  let c = h;
  return steps.map((step) => {
    const input = tf.add(tf.matMul(step, tf.transpose(w!)), bias);
    const sums = tf.add(input, tf.matMul(h, tf.transpose(r!)));
    const [i, o, f, g] = tf.split(sums, 4, 1);
    c = tf.add(
      tf.mul(tf.sigmoid(f!), c),
      tf.mul(tf.sigmoid(i!), tf.tanh(g!)),
    );
    h = tf.mul(tf.sigmoid(o!), tf.tanh(c));
    return h;
  });
}
