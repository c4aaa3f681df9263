/**
 * Values of variables, as lists and as faults.
 *
 * @module
 */

/** The parts of a list with commas; none of it is empty. */
export function listOf(text = ""): string[] {
  return text.split(",").map((part) => part.trim()).filter(Boolean);
}

/** What is wrong with a variable that may be shown: no secret, nor what holds one. */
export function mustBe(name: string, rule: string, value: string): string {
  return `${name} must be ${rule}: current value is ${JSON.stringify(value)}`;
}
