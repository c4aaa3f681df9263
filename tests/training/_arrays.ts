/** Arrays that tests compare and make. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../../src/training/random.ts";

/** Fails unless both have one length and differ nowhere by more than `tolerance`. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  assertEquals(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    assert(
      difference <= tolerance,
      `at ${i}: ${actual[i]} is ${difference} from ${expected[i]}`,
    );
  }
}

/** Normal random values, the same for the same seed. */
export function normals(length: number, seed: number): Float32Array {
  const random = new Random(seed, "test");
  return Float32Array.from({ length }, () => random.normal());
}
