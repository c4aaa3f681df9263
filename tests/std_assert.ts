/**
 * The functions of `jsr:@std/assert` that the tests use, over
 * `node:assert/strict`, for machines that cannot reach JSR. To take the
 * original instead, map `@std/assert` to `jsr:@std/assert@1` in `deno.json`.
 *
 * @module
 */
import assertStrict from "node:assert/strict";

type ErrorClass<E extends Error> = new (...args: never[]) => E;

// Below, `message!` may be undefined, which Node takes for none; its types, that
// some packages bring along, have no overload that says so.

/** Fails unless `value` is truthy. */
export function assert(value: unknown, message?: string): asserts value {
  assertStrict.ok(value, message!);
}

/** Fails unless both are deeply equal. */
export function assertEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  assertStrict.deepStrictEqual(actual, expected, message!);
}

/** Fails if both are deeply equal. */
export function assertNotEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  assertStrict.notDeepStrictEqual(actual, expected, message!);
}

/** Fails unless `|actual - expected| <= tolerance`. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance = 1e-7,
  message = "",
): void {
  if (Object.is(actual, expected)) return;
  const distance = Math.abs(actual - expected);
  assertStrict.ok(
    distance <= tolerance,
    `${message} ${actual} is ${distance} from ${expected}, more than ${tolerance}`
      .trim(),
  );
}

/** Fails unless `actual > expected`. */
export function assertGreater(
  actual: number,
  expected: number,
  message?: string,
): void {
  assertStrict.ok(actual > expected, message ?? `${actual} <= ${expected}`);
}

/** Fails unless `actual < expected`. */
export function assertLess(
  actual: number,
  expected: number,
  message?: string,
): void {
  assertStrict.ok(actual < expected, message ?? `${actual} >= ${expected}`);
}

/** Fails unless `text` contains `part`. */
export function assertStringIncludes(text: string, part: string): void {
  assertStrict.ok(
    text.includes(part),
    `${JSON.stringify(text)} lacks ${JSON.stringify(part)}`,
  );
}

/** Fails unless `text` matches `pattern`. */
export function assertMatch(text: string, pattern: RegExp): void {
  assertStrict.match(text, pattern);
}

/** Fails unless `act` throws an error of the class, with `part` in its message. */
export function assertThrows<E extends Error>(
  act: () => unknown,
  errorClass: ErrorClass<E>,
  part = "",
): E {
  try {
    act();
  } catch (error) {
    return expected(error, errorClass, part);
  }
  throw new assertStrict.AssertionError({
    message: `expected ${errorClass.name}, but nothing was thrown`,
  });
}

/** Fails unless `act` rejects with an error of the class, with `part` in its message. */
export async function assertRejects<E extends Error>(
  act: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E>,
  part = "",
): Promise<E> {
  try {
    await act();
  } catch (error) {
    return expected(error, errorClass, part);
  }
  throw new assertStrict.AssertionError({
    message: `expected ${errorClass.name}, but nothing was rejected`,
  });
}

function expected<E extends Error>(
  error: unknown,
  errorClass: ErrorClass<E>,
  part: string,
): E {
  assertStrict.ok(
    error instanceof errorClass,
    `expected ${errorClass.name}, but got ${error}`,
  );
  assertStringIncludes(error.message, part);
  return error;
}
