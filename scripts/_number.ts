/**
 * A flag that measures something.
 *
 * @module
 */

/**
 * Reads a flag's number, which need not be whole.
 *
 * @param act What the program is about to do, for the error.
 * @throws {RangeError} If it is none, or below the least.
 */
export function parseNumber(
  act: string,
  flag: string,
  text: string,
  least: number,
): number {
  const value = Number(text);
  if (/\d/.test(text) && Number.isFinite(value) && value >= least) return value;
  throw new RangeError(
    `Cannot ${act} as --${flag} must be a number from ${least} on: current value is "${text}"`,
  );
}
