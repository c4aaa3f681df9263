import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { RowQueue } from "../../src/stream/row_queue.ts";

fc.configureGlobal({ seed: 2_026 });

/** Row `index`: its values tell row and column. */
function row(index: number, width: number): Float32Array {
  return Float32Array.from({ length: width }, (_, i) => index * 100 + i);
}

function filled(width: number, count: number): RowQueue {
  const rows = new RowQueue(width);
  for (let i = 0; i < count; i++) rows.append(row(i, width));
  return rows;
}

Deno.test("RowQueue takes rows one by one or many at a time, and keeps the same", () => {
  const counts = fc.array(fc.nat(40), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(fc.nat(20), counts, (begin, sizes) => {
    const [single, joined] = [new RowQueue(2, begin), new RowQueue(2, begin)];
    for (const size of sizes) {
      const rows = expected(joined.count, joined.count + size, 2);
      joined.append(Float32Array.from(rows));
      while (single.count < joined.count) single.append(row(single.count, 2));
    }
    assertEquals(
      valuesOf(joined, begin, joined.count),
      valuesOf(single, begin, single.count),
    );
  }));
});

/** Rows `[first, end)` of a queue, one after the other. */
function valuesOf(rows: RowQueue, first: number, end: number): number[] {
  return rows.parts(first, end).flatMap((part) => [...part]);
}

/** The same as a list that never forgets would give them. */
function expected(first: number, end: number, width: number): number[] {
  return Array.from({ length: end - first }, (_, i) => [
    ...row(first + i, width),
  ]).flat();
}

Deno.test("RowQueue gives any run of the rows it keeps, under their own indices", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 4 }),
    fc.nat(100),
    fc.nat(120),
    fc.nat(),
    fc.nat(),
    (width, count, forgotten, a, b) => {
      const rows = filled(width, count);
      rows.forgetBefore(forgotten);
      assert(rows.first <= Math.min(count, forgotten));
      const kept = count - rows.first;
      const first = rows.first + a % (kept + 1);
      const end = first + b % (count - first + 1);
      assertEquals(valuesOf(rows, first, end), expected(first, end, width));
    },
  ));
});

Deno.test("RowQueue keeps less than a chunk of what is forgotten", () => {
  const rows = filled(2, 100);
  rows.forgetBefore(50);
  assert(rows.first > 50 - 16, `${rows.first}`);
  rows.forgetBefore(1e9);
  assert(rows.first > 100 - 16, `${rows.first}`);
  rows.append(row(100, 2));
  assertEquals(valuesOf(rows, 100, 101), expected(100, 101, 2));
});

Deno.test("RowQueue keeps its indices exact over an hour of rows", () => {
  const rows = new RowQueue(1);
  const value = new Float32Array(1);
  for (let i = 0; i < 360_000; i++) {
    value[0] = i;
    rows.append(value);
    rows.forgetBefore(i - 300);
  }
  assertEquals(rows.count, 360_000);
  assertEquals(valuesOf(rows, 359_700, 359_702), [359_700, 359_701]);
  assertEquals(valuesOf(rows, 359_999, 360_000), [359_999]);
});

Deno.test("RowQueue copies what is appended, and lends views without copying", () => {
  const rows = new RowQueue(1);
  const lent = new Float32Array([1]);
  rows.append(lent);
  lent[0] = 2;
  assertEquals(valuesOf(rows, 0, 1), [1]);
  assertEquals(rows.parts(0, 1)[0]!.buffer, rows.parts(0, 1)[0]!.buffer);
});

Deno.test("RowQueues never share a chunk, though what one forgets the next may take", () => {
  const queues = [filled(3, 64), filled(3, 64)];
  queues[0]!.forgetBefore(48);
  const heirs = [filled(3, 48), filled(2, 48)];
  queues[0]!.append(row(64, 3));
  for (
    const [rows, width] of [[queues[1]!, 3], [heirs[0]!, 3], [
      heirs[1]!,
      2,
    ]] as const
  ) {
    assertEquals(valuesOf(rows, 0, 48), expected(0, 48, width));
  }
  assertEquals(valuesOf(queues[0]!, 48, 65), expected(48, 65, 3));
});

Deno.test("RowQueue gives no rows as no parts, even before any came", () => {
  assertEquals(new RowQueue(3).parts(0, 0), []);
  assertEquals(filled(3, 7).parts(7, 7), []);
});

Deno.test("RowQueue refuses rows that are forgotten, to come, or backwards, naming the limits", () => {
  const rows = filled(1, 20);
  rows.forgetBefore(16);
  for (
    const [first, end] of [[15, 18], [17, 21], [19, 18], [-1, 2], [NaN, 4]]
  ) {
    assertThrows(
      () => rows.parts(first!, end!),
      RangeError,
      `Cannot view rows ${first} to ${end} as they must lie between the first kept, 16, and the count: current value is 20`,
    );
  }
});

Deno.test("RowQueue refuses rows that are not whole, and a width that is no positive integer", () => {
  assertThrows(
    () => new RowQueue(2).append(new Float32Array(3)),
    RangeError,
    "Cannot append rows as each must have 2 values: current value is 3 values",
  );
  for (const bad of [0, -1, 1.5, NaN]) {
    assertThrows(() => new RowQueue(bad), RangeError, "width");
  }
});

Deno.test("RowQueue that begins in the midst of a stream gives what one from the start does", () => {
  for (const begin of [1, 8, 15, 16, 17, 40, 1_000]) {
    const [whole, late] = [new RowQueue(2), new RowQueue(2, begin)];
    assertEquals([late.first, late.count], [begin, begin]);
    for (let row = 0; row < begin + 50; row++) {
      whole.append(Float32Array.of(row, -row));
      if (row >= begin) late.append(Float32Array.of(row, -row));
    }
    const values = (queue: RowQueue, first: number, end: number) =>
      queue.parts(first, end).flatMap((part) => [...part]);
    for (const first of [begin, begin + 7, begin + 33]) {
      const end = begin + 50;
      assertEquals(values(late, first, end), values(whole, first, end));
    }
    assertThrows(() => late.parts(begin - 1, begin + 1), RangeError);
    late.forgetBefore(begin + 40);
    assertEquals(
      values(late, begin + 40, begin + 50),
      values(whole, begin + 40, begin + 50),
    );
  }
});
