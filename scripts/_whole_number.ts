/**
 * A flag that counts something.
 *
 * @module
 */

/**
 * Reads a flag's whole number.
 *
 * @param act What the program is about to do, for the error.
 * @throws {RangeError} If it is none, or below the least.
 */
export function wholeNumber(
  act: string,
  flag: string,
  text: string,
  least: number,
): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) {
    return value;
  }
  throw new RangeError(
    `Cannot ${act} as --${flag} must be a whole number from ${least} on: current value is "${text}"`,
  );
}
