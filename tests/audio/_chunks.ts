import fc from "fast-check";

/** Cuts samples into chunks of the given sizes, which repeat until all is cut. */
export function* inChunks(
  samples: Float32Array,
  sizes: readonly number[],
): Generator<Float32Array> {
  let at = 0;
  for (let turn = 0; at < samples.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    yield samples.subarray(at, at + size);
    at += size;
  }
}

/** Chunk sizes of every kind: none, single samples, odd ones, and many at once. */
export const CHUNK_SIZES: fc.Arbitrary<number[]> = fc
  .array(fc.oneof(fc.nat(3), fc.nat(400), fc.nat(5000)), {
    minLength: 1,
    maxLength: 6,
  })
  .filter((sizes) => sizes.some((size) => size > 0));
