import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parseArgs } from "node:util";
import {
  KNOB_OPTIONS,
  knobUsage,
  readKnobs,
} from "../../scripts/_knob_flags.ts";
import { KNOBS } from "../../src/training/knobs.ts";

function read(...args: string[]) {
  const { values } = parseArgs({ args, options: KNOB_OPTIONS });
  return readKnobs("train", values);
}

Deno.test("readKnobs() is the recipe but for what is given", () => {
  assertEquals(read(), KNOBS);
  assertEquals(
    read("--learning-rate", "1e-3", "--gain-db=-6,6", "--beta1", "0.5"),
    { ...KNOBS, learningRate: 1e-3, gainDb: [-6, 6], beta1: 0.5 },
  );
  assertEquals(read("--crop-frames", "100,300").cropFrames, [100, 300]);
});

Deno.test("readKnobs() refuses what breaks a knob's rule", () => {
  assertThrows(
    () => read("--phone-share", "2"),
    SyntaxError,
    'Cannot train as --phone-share must be a number from 0 to 1: current value is "2"',
  );
  assertThrows(() => read("--speeds", "1.1"), SyntaxError, "among them 1");
});

Deno.test("knobUsage() shows each knob's flag, value and reason", () => {
  const usage = knobUsage();
  for (const flag of Object.keys(KNOB_OPTIONS)) {
    assertStringIncludes(usage, `--${flag} `);
  }
  assertStringIncludes(usage, "1,1.05,0.9524,1.1,0.9091");
});
