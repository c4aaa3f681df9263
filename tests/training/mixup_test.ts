import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { mixup } from "../../src/training/mixup.ts";
import { Random } from "../../src/training/random.ts";

/** Items `i` of the given width, each cell `i`; and their labels, one-hot. */
function items(count: number, width: number) {
  const values = Float32Array.from(
    { length: count * width },
    (_, i) => Math.floor(i / width),
  );
  const labels = new Float32Array(count * count);
  for (let i = 0; i < count; i++) labels[i * count + i] = 1;
  return [{ values, width }, { values: labels, width: count }] as const;
}

Deno.test("mixup() blends labels by the shares of the items", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(), (count, seed) => {
      const [rows, labels] = items(count, 3);
      mixup([rows, labels], 0.4, new Random(seed));
      for (let i = 0; i < count; i++) {
        const shares = labels.values.subarray(i * count, (i + 1) * count);
        const blend = shares.reduce(
          (sum, share, item) => sum + share * item,
          0,
        );
        for (const value of rows.values.subarray(3 * i, 3 * i + 3)) {
          assertAlmostEquals(value, blend, 1e-5);
        }
        assertAlmostEquals(shares.reduce((a, b) => a + b), 1, 1e-6);
        assert(shares[i]! >= 0.5);
      }
    }),
    { seed: 1 },
  );
});

Deno.test("mixup() gives every item a share of its own", () => {
  const [rows, labels] = items(16, 1);
  mixup([rows, labels], 1, new Random(5));
  const own = Array.from({ length: 16 }, (_, i) => labels.values[i * 17]!);
  assert(new Set(own).size > 12);
});

Deno.test("mixup() draws shares as the beta says: at 0.2 most items stay nearly themselves", () => {
  let near = 0;
  const random = new Random(6);
  for (let turn = 0; turn < 500; turn++) {
    const [rows, labels] = items(16, 1);
    mixup([rows, labels], 0.2, random);
    for (let i = 0; i < 16; i++) near += Number(labels.values[i * 17]! > 0.9);
  }
  // P(beta(.2, .2) < .1 or > .9) = 0.673 (scipy 1.17.1, stats.beta.cdf), and an item
  // that is its own partner, one in 16, stays whole.
  assertAlmostEquals(near / 8_000, 0.673 * 15 / 16 + 1 / 16, 0.02);
});

Deno.test("mixup() by 0 changes nothing", () => {
  const [rows, labels] = items(4, 2);
  const before = [...rows.values];
  mixup([rows, labels], 0, new Random(1));
  assertEquals([...rows.values], before);
});
