import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Recent } from "../../src/audio/recent.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("Recent makes nothing that is among the last so many that were asked for", () => {
  const keys = fc.array(fc.constantFrom("a", "b", "c", "d", "e"));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), keys, (maxCount, asked) => {
      const recent = new Recent<{ readonly key: string }>(maxCount);
      let last: string[] = [];
      for (const key of asked) {
        let isMade = false;
        const found = recent.get(key, () => {
          isMade = true;
          return { key };
        });
        assertEquals(found, { key });
        assertEquals(isMade, !last.includes(key));
        last = [key, ...last.filter((one) => one !== key)].slice(0, maxCount);
      }
    }),
  );
});
