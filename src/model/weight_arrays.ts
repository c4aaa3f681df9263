/**
 * Weights outside of tensors: by name, and as one block of bytes in a file.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { type NetworkSpec, weightShapes } from "./network_spec.ts";

/** Every weight of a network by name, row-major. */
export type WeightArrays = ReadonlyMap<string, Float32Array>;

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Values in all weights of a network together. */
export function weightCount(spec: NetworkSpec): number {
  return [...weightShapes(spec).values()].reduce(
    (sum, shape) => sum + sizeOf(shape),
    0,
  );
}

/** The weights one after the other in the network's order, float32, little-endian. */
export function packWeights(
  spec: NetworkSpec,
  weights: WeightArrays,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * weightCount(spec)));
  let at = 0;
  for (const name of weightShapes(spec).keys()) {
    for (const value of weights.get(name)!) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return new Uint8Array(view.buffer);
}

/**
 * The inverse of {@linkcode packWeights}.
 *
 * @throws {RangeError} If the bytes are not exactly the network's weights.
 */
export function unpackWeights(
  spec: NetworkSpec,
  bytes: Uint8Array,
): WeightArrays {
  const expected = 4 * weightCount(spec);
  if (bytes.byteLength !== expected) {
    throw new RangeError(
      `Cannot read the weights as the network has ${expected} bytes of them: current size is ${bytes.byteLength}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const weights = new Map<string, Float32Array>();
  let at = 0;
  for (const [name, shape] of weightShapes(spec)) {
    const values = new Float32Array(sizeOf(shape));
    for (let i = 0; i < values.length; i++, at += 4) {
      values[i] = view.getFloat32(at, true);
    }
    weights.set(name, values);
  }
  return weights;
}

/** The weights of a model's networks, one network after the other. */
export function packMembers(
  spec: NetworkSpec,
  members: readonly WeightArrays[],
): Uint8Array<ArrayBuffer> {
  const memberBytes = 4 * weightCount(spec);
  const bytes = new Uint8Array(members.length * memberBytes);
  members.forEach((weights, i) =>
    bytes.set(packWeights(spec, weights), i * memberBytes)
  );
  return bytes;
}

/**
 * The inverse of {@linkcode packMembers}.
 *
 * @throws {RangeError} If the bytes are not exactly so many networks' weights.
 */
export function unpackMembers(
  spec: NetworkSpec,
  memberCount: number,
  bytes: Uint8Array,
): WeightArrays[] {
  const memberBytes = 4 * weightCount(spec);
  const expected = memberCount * memberBytes;
  if (bytes.byteLength !== expected) {
    throw new RangeError(
      `Cannot read the weights as ${memberCount} of the network have ${expected} bytes of them: current size is ${bytes.byteLength}`,
    );
  }
  return Array.from(
    { length: memberCount },
    (_, i) =>
      unpackWeights(
        spec,
        bytes.subarray(i * memberBytes, (i + 1) * memberBytes),
      ),
  );
}

/** Copies the weights into tensors; the caller disposes of them. */
export function toTensors(
  spec: NetworkSpec,
  weights: WeightArrays,
): Map<string, tf.Tensor> {
  const tensors = new Map<string, tf.Tensor>();
  for (const [name, shape] of weightShapes(spec)) {
    tensors.set(name, tf.tensor(weights.get(name)!, shape));
  }
  return tensors;
}
