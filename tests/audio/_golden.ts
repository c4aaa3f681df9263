import golden from "../golden/audio.json" with { type: "json" };

/** What NumPy, SciPy and CPython compute; see `tests/golden/audio.py`. */
export { golden };

/** The numbers of a row. */
export function numbers(row: string): number[] {
  return row.split(" ").map(Number);
}
