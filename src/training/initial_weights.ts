/**
 * The weights before the first step.
 *
 * Convolutions He-normal (He et al. 2015, for ReLU), matrices Glorot-uniform
 * (Glorot and Bengio 2010), recurrent matrices orthogonal gate by gate (Saxe et
 * al. 2014), forget gates open (Jozefowicz et al. 2015).
 *
 * @module
 */
import { type NetworkSpec, weightShapes } from "../model/network_spec.ts";
import type { WeightArrays } from "../model/weight_arrays.ts";
import { Random } from "./random.ts";

/** Draws every weight; the same seed gives the same weights. */
export function initialWeights(spec: NetworkSpec, seed: number): WeightArrays {
  const weights = new Map<string, Float32Array>();
  for (const [name, shape] of weightShapes(spec)) {
    weights.set(
      name,
      drawWeight(name, shape, new Random(seed, "weights", name)),
    );
  }
  return weights;
}

function drawWeight(
  name: string,
  shape: readonly number[],
  random: Random,
): Float32Array {
  const part = name.slice(name.lastIndexOf("/") + 1);
  const size = shape.reduce((product, length) => product * length, 1);
  if (part === "gamma" || part === "variance") {
    return new Float32Array(size).fill(1);
  }
  if (part === "kernel") {
    return name.startsWith("convolution")
      ? heNormal(shape, random)
      : glorotUniform(shape, random);
  }
  if (part === "recurrent") return orthogonalGates(shape[0]!, random);
  if (part === "bias" && name.startsWith("lstm")) return forgetOpen(size);
  return new Float32Array(size);
}

function heNormal(shape: readonly number[], random: Random): Float32Array {
  const fanIn = shape[0]! * shape[1]! * shape[2]!;
  const deviation = Math.sqrt(2 / fanIn);
  return Float32Array.from(
    { length: fanIn * shape[3]! },
    () => random.normal(0, deviation),
  );
}

function glorotUniform(shape: readonly number[], random: Random): Float32Array {
  const [inputs, outputs] = shape as [number, number];
  const limit = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from(
    { length: inputs * outputs },
    () => random.uniform(-limit, limit),
  );
}

/** Biases of the gates i, f, g, o: one for f, zero for the rest. */
function forgetOpen(size: number): Float32Array {
  return new Float32Array(size).fill(1, size / 4, size / 2);
}

/** Four orthogonal matrices side by side, `[units, 4 * units]`. */
function orthogonalGates(units: number, random: Random): Float32Array {
  const gates = new Float32Array(units * 4 * units);
  for (let gate = 0; gate < 4; gate++) {
    orthonormalRows(units, random).forEach((row, r) =>
      gates.set(row, (r * 4 + gate) * units)
    );
  }
  return gates;
}

/** Random vectors made orthonormal one after the other (Gram and Schmidt, modified). */
function orthonormalRows(size: number, random: Random): Float64Array[] {
  const rows: Float64Array[] = [];
  while (rows.length < size) {
    const row = Float64Array.from({ length: size }, () => random.normal());
    for (const other of rows) {
      const overlap = dot(row, other);
      for (let i = 0; i < size; i++) row[i]! -= overlap * other[i]!;
    }
    const length = Math.sqrt(dot(row, row));
    rows.push(row.map((value) => value / length));
  }
  return rows;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
