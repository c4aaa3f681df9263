import { assert, assertEquals } from "@std/assert";
import { KNOB_NAMES, KNOBS, RECIPE_KNOBS } from "../../src/training/knobs.ts";

Deno.test("each knob of the recipe keeps its own rule, and says why", () => {
  for (const name of KNOB_NAMES) {
    const { value, why, parse } = RECIPE_KNOBS[name];
    assertEquals([name, parse(String(value))], [name, value]);
    assert(why.length > 5, name);
  }
});

Deno.test("KNOBS is every knob's value, and stays it", () => {
  assertEquals(KNOBS.batchSize, RECIPE_KNOBS.batchSize.value);
  assertEquals(Object.keys(KNOBS), KNOB_NAMES);
  assert(Object.isFrozen(KNOBS));
});
