import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { findLimit } from "../../scripts/_load_limit.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("findLimit() finds any limit to 2 %, and tries no count twice", async () => {
  await fc.assert(fc.asyncProperty(
    fc.integer({ min: 0, max: 5_000 }),
    fc.integer({ min: 1, max: 6_000 }),
    async (limit, first) => {
      const tried: number[] = [];
      const found = await findLimit(first, (count) => {
        tried.push(count);
        return Promise.resolve(count <= limit);
      });
      assert(found <= limit && limit - found <= Math.max(1, 0.02 * found) - 1);
      assertEquals(new Set(tried).size, tried.length);
      assert(tried.length <= 26, `${tried.length} trials`);
    },
  ));
});

Deno.test("findLimit() doubles first, then halves the gap", async () => {
  const tried: number[] = [];
  const found = await findLimit(64, (count) => {
    tried.push(count);
    return Promise.resolve(count <= 420);
  });
  assertEquals(tried, [64, 128, 256, 512, 384, 448, 416, 432, 424]);
  assertEquals(found, 416);
});

Deno.test("findLimit() stops where nobody can tell, with the largest that worked", async () => {
  const found = await findLimit(
    64,
    (count) => Promise.resolve(count === 256 ? undefined : true),
  );
  assertEquals(found, 128);
});
