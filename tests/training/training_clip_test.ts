import { assertEquals, assertThrows } from "@std/assert";
import { variantOf } from "../../src/training/training_clip.ts";
import { makeClips } from "./_clips.ts";

const [CLIP] = makeClips(1);

Deno.test("variantOf() finds each variant by its speed and line", () => {
  for (const { speed, phone } of CLIP!.variants) {
    const found = variantOf(CLIP!, speed, phone);
    assertEquals([found.speed, found.phone], [speed, phone]);
  }
});

Deno.test("variantOf() names what it was asked for and what there is", () => {
  const clip = { variants: CLIP!.variants.slice(0, 2) };
  assertThrows(
    () => variantOf(clip, 1.2, true),
    RangeError,
    "at speed 1.2 by phone as it must be one of its variants: current value is [1, 1 phone]",
  );
});
