/**
 * Finds what differs between two descriptions of a run, to name it in an error.
 *
 * @module
 */

/** A difference: where it lies, and the two values as JSON. */
export interface Difference {
  /** Names from the outside in, `knobs.epochs`. */
  readonly path: string;
  readonly was: string;
  readonly is: string;
}

/**
 * The first difference of two values of JSON, looked for in objects name by
 * name; lists and all else are compared whole.
 */
export function firstDifference(
  was: unknown,
  is: unknown,
  path = "",
): Difference | undefined {
  const [before, now] = [was, is].map((value) => JSON.stringify(value));
  if (before === now) return undefined;
  if (isObject(was) && isObject(is)) {
    for (const name of Object.keys({ ...was, ...is })) {
      const inner = path ? `${path}.${name}` : name;
      const found = firstDifference(was[name], is[name], inner);
      if (found) return found;
    }
    return undefined; // the same, in another order
  }
  return { path, was: before ?? "nothing", is: now ?? "nothing" };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
