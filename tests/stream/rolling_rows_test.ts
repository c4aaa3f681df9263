import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { RollingRows } from "../../src/stream/rolling_rows.ts";

fc.configureGlobal({ seed: 2_026 });

/** Row `index`: its values tell row and column. */
function row(index: number, width: number): Float32Array {
  return Float32Array.from({ length: width }, (_, i) => index * 100 + i);
}

function filled(capacity: number, width: number, count: number): RollingRows {
  const rows = new RollingRows(capacity, width);
  for (let i = 0; i < count; i++) rows.append(row(i, width));
  return rows;
}

/** Rows `[first, end)` as a list that never forgets would give them. */
function expected(first: number, end: number, width: number): number[] {
  return Array.from({ length: end - first }, (_, i) => [
    ...row(first + i, width),
  ]).flat();
}

Deno.test("RollingRows views any run of the rows it keeps, under their own indices", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 4 }),
    fc.nat(60),
    fc.nat(),
    fc.nat(),
    (capacity, width, count, a, b) => {
      const rows = filled(capacity, width, count);
      const kept = count - rows.first;
      const first = rows.first + a % (kept + 1);
      const end = first + b % (count - first + 1);
      assertEquals(
        [...rows.view(first, end)],
        expected(first, end, width),
      );
    },
  ));
});

Deno.test("RollingRows counts every row and keeps the last `capacity` of them", () => {
  const rows = filled(3, 2, 2);
  assertEquals([rows.first, rows.count], [0, 2]);
  rows.append(row(2, 2));
  rows.append(row(3, 2));
  assertEquals([rows.first, rows.count], [1, 4]);
  assertEquals([...rows.view(1, 4)], expected(1, 4, 2));
});

Deno.test("RollingRows keeps its indices exact over an hour of rows", () => {
  const rows = new RollingRows(300, 1);
  const value = new Float32Array(1);
  for (let i = 0; i < 360_000; i++) {
    value[0] = i;
    rows.append(value);
  }
  assertEquals(rows.count, 360_000);
  assertEquals([...rows.view(359_700, 359_702)], [359_700, 359_701]);
  assertEquals([...rows.view(359_999, 360_000)], [359_999]);
});

Deno.test("RollingRows copies what is appended", () => {
  const rows = new RollingRows(2, 1);
  const lent = new Float32Array([1]);
  rows.append(lent);
  lent[0] = 2;
  assertEquals([...rows.view(0, 1)], [1]);
});

Deno.test("RollingRows lends a view without copying", () => {
  const rows = filled(4, 1, 4);
  assertEquals(rows.view(0, 4).buffer, rows.view(2, 3).buffer);
});

Deno.test("RollingRows views no rows as an empty array, even before any came", () => {
  assertEquals(new RollingRows(2, 3).view(0, 0).length, 0);
  assertEquals(filled(2, 3, 7).view(7, 7).length, 0);
});

Deno.test("RollingRows refuses rows that are forgotten, to come, or backwards, naming the limits", () => {
  const rows = filled(3, 1, 5);
  for (const [first, end] of [[1, 4], [3, 6], [4, 3], [-1, 2], [NaN, 4]]) {
    assertThrows(
      () => rows.view(first!, end!),
      RangeError,
      `Cannot view rows ${first} to ${end} as they must lie between the first kept, 2, and the count: current value is 5`,
    );
  }
});

Deno.test("RollingRows refuses a row of another width", () => {
  assertThrows(
    () => new RollingRows(3, 2).append(new Float32Array(3)),
    RangeError,
    "Cannot append a row as its width must be 2: current value is 3",
  );
});

Deno.test("RollingRows refuses a capacity or width that is no positive integer", () => {
  for (const bad of [0, -1, 1.5, NaN]) {
    assertThrows(() => new RollingRows(bad, 1), RangeError, "capacity");
    assertThrows(() => new RollingRows(1, bad), RangeError, "width");
  }
});
