/**
 * The weights of a bidirectional LSTM as ONNX takes them: units first, the gates
 * in the order input, output, forget, cell, both directions in one array.
 *
 * @module
 */
import type { WeightArrays } from "../model/weight_arrays.ts";
import { permuted } from "./permuted.ts";

/** Where ONNX' gates i, o, f, c are among ours, i, f, g, o. */
const GATES = [0, 3, 1, 2];

const DIRECTIONS = ["forward", "backward"];

/** What an LSTM operator takes. */
export interface LstmWeights {
  /** `[2, 4 * units, embeddingSize]`. */
  readonly kernel: Float32Array;
  /** `[2, 4 * units, units]`. */
  readonly recurrent: Float32Array;
  /** `[2, 8 * units]`: of the input, and of the recurrence, which has none. */
  readonly bias: Float32Array;
}

/** Both directions' weights. */
export function lstmWeights(weights: WeightArrays, units: number): LstmWeights {
  const both = (convert: (part: (name: string) => Float32Array) => number[]) =>
    Float32Array.from(
      DIRECTIONS.flatMap((direction) =>
        convert((name) => weights.get(`lstm/${direction}/${name}`)!)
      ),
    );
  return {
    kernel: both((part) => gatesFirst(part("kernel"), units)),
    recurrent: both((part) => gatesFirst(part("recurrent"), units)),
    bias: both((part) => [
      ...gatesFirst(part("bias"), units),
      ...new Array(4 * units).fill(0),
    ]),
  };
}

/** `[inputs, 4 * units]` to `[4 * units, inputs]`, the gates in ONNX' order. */
function gatesFirst(matrix: Float32Array, units: number): number[] {
  const inputs = matrix.length / (4 * units);
  const gateSize = units * inputs;
  const ours = permuted(matrix, [inputs, 4 * units], [1, 0]);
  return GATES.flatMap((gate) => [
    ...ours.subarray(gate * gateSize, (gate + 1) * gateSize),
  ]);
}
