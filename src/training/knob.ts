/**
 * A number of the recipe: its value, the rule it keeps, and why it is what it is.
 *
 * @module
 */

/** A knob; `T` is a number, a pair or a list of them. */
export interface Knob<T> {
  /** In the recipe. */
  readonly value: T;
  /** Why that, in a line. */
  readonly why: string;
  /** What a value must be, to end "must be ...". */
  readonly rule: string;
  /** Reads another value; none if it breaks the rule. */
  readonly parse: (text: string) => T | undefined;
}

/** Bounds of a number, both allowed. */
type Bounds = readonly [least: number, most: number];

/** A whole number within bounds. */
export function whole(value: number, bounds: Bounds, why: string) {
  const isWhole = (n: number) => Number.isInteger(n) && within(n, bounds);
  const rule = `a whole number from ${bounds.join(" to ")}`;
  return { value, why, rule, parse: one(isWhole) } satisfies Knob<number>;
}

/** A number within bounds. */
export function number(value: number, bounds: Bounds, why: string) {
  const rule = `a number from ${bounds.join(" to ")}`;
  const parse = one((n) => within(n, bounds));
  return { value, why, rule, parse } satisfies Knob<number>;
}

/** A share or a probability. */
export function share(value: number, why: string): Knob<number> {
  return number(value, [0, 1], why);
}

/** Two numbers within bounds, the smaller first: what is drawn uniformly between. */
export function range(
  value: readonly [number, number],
  bounds: Bounds,
  why: string,
): Knob<readonly [number, number]> {
  return {
    value,
    why,
    rule: `two numbers from ${bounds.join(" to ")}, the smaller first`,
    parse: (text) => {
      const [low, high, ...more] = numbers(text);
      if (low === undefined || high === undefined || more.length > 0) return;
      const isRange = within(low, bounds) && within(high, bounds);
      return isRange && low <= high ? [low, high] : undefined;
    },
  };
}

/**
 * Numbers within bounds, each once, of which one is drawn.
 *
 * @param needed Must be among them.
 */
export function choices(
  value: readonly number[],
  bounds: Bounds,
  why: string,
  needed: readonly number[] = [],
): Knob<readonly number[]> {
  return {
    value,
    why,
    rule: [`numbers from ${bounds.join(" to ")}, each once`, ...needed]
      .join(", among them "),
    parse: (text) => {
      const list = numbers(text);
      const isOnce = new Set(list).size === list.length;
      const isWhole = needed.every((n) => list.includes(n));
      const isWithin = list.every((n) => within(n, bounds));
      return isOnce && isWhole && isWithin ? list : undefined;
    },
  };
}

function one(allowed: (n: number) => boolean) {
  return (text: string): number | undefined => {
    const [value, ...more] = numbers(text);
    if (value === undefined || more.length > 0) return undefined;
    return allowed(value) ? value : undefined;
  };
}

/** Numbers set apart by commas; anything else among them becomes NaN. */
function numbers(text: string): number[] {
  return text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
}

/** False for NaN. */
function within(n: number, [least, most]: Bounds): boolean {
  return n >= least && n <= most;
}
