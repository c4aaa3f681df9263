/**
 * A training run on disk, from which a killed run goes on to the same result.
 *
 *     bytes 0..3        length of the header, little-endian
 *     header            JSON: what was run, and what it reported so far
 *     four blocks       weights, average, first and second moments
 *
 * @module
 */
import type { NetworkSpec } from "../model/network_spec.ts";
import {
  packWeights,
  unpackWeights,
  weightCount,
} from "../model/weight_arrays.ts";
import { firstDifference } from "./first_difference.ts";
import type { FitState } from "./optimiser.ts";

/** What a run's result depends on, by name: knobs, sizes, hashes of the data. */
export type RunIdentity = Readonly<Record<string, unknown>>;

/** What stands in the header beside the state. */
export interface CheckpointHeader {
  /** Everything the result depends on; a run only goes on under the same. */
  readonly run: RunIdentity;
  /** Steps taken. */
  readonly step: number;
  /** Whatever the program reports of its epochs. */
  readonly history: readonly unknown[];
}

const PARTS = ["weights", "average", "firstMoments", "secondMoments"] as const;

/** Header and state as one block of bytes. */
export function encodeCheckpoint(
  spec: NetworkSpec,
  state: FitState,
  header: Omit<CheckpointHeader, "step">,
): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify({ ...header, step: state.step });
  const headerBytes = new TextEncoder().encode(text);
  const blockBytes = 4 * weightCount(spec);
  const bytes = new Uint8Array(
    4 + headerBytes.length + PARTS.length * blockBytes,
  );
  new DataView(bytes.buffer).setUint32(0, headerBytes.length, true);
  bytes.set(headerBytes, 4);
  PARTS.forEach((part, i) => {
    const at = 4 + headerBytes.length + i * blockBytes;
    bytes.set(packWeights(spec, state[part]), at);
  });
  return bytes;
}

/**
 * The inverse of {@linkcode encodeCheckpoint}.
 *
 * @throws {RangeError} If the bytes are no checkpoint of this network, or of
 * another run.
 */
export function decodeCheckpoint(
  spec: NetworkSpec,
  bytes: Uint8Array,
  run: RunIdentity,
): { readonly state: FitState; readonly header: CheckpointHeader } {
  const headerLength = bytes.length < 4
    ? 0
    : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const blockBytes = 4 * weightCount(spec);
  const expected = 4 + headerLength + PARTS.length * blockBytes;
  if (bytes.length !== expected) {
    throw new RangeError(
      `Cannot resume as the checkpoint must be ${expected} bytes long: current size is ${bytes.length}`,
    );
  }
  const text = new TextDecoder().decode(bytes.subarray(4, 4 + headerLength));
  const header = JSON.parse(text) as CheckpointHeader;
  checkSameRun(header.run, run);
  const [weights, average, firstMoments, secondMoments] = PARTS.map((_, i) => {
    const at = 4 + headerLength + i * blockBytes;
    return unpackWeights(spec, bytes.subarray(at, at + blockBytes));
  });
  const state: FitState = {
    step: header.step,
    weights: weights!,
    average: average!,
    firstMoments: firstMoments!,
    secondMoments: secondMoments!,
  };
  return { state, header };
}

function checkSameRun(kept: RunIdentity, current: RunIdentity): void {
  const other = firstDifference(kept, current);
  if (!other) return;
  throw new RangeError(
    `Cannot resume as ${other.path} must be the checkpoint's ${other.was}: current value is ${other.is}`,
  );
}
