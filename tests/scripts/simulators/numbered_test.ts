import { assertEquals } from "@std/assert";
import { numbered, saidAt } from "../../../scripts/_simulators/numbered.ts";

Deno.test("numbered() tells calls apart by the last digits of a name", () => {
  assertEquals(numbered("CA7c88f7f4", {}), "CA7c880000");
  assertEquals(numbered("CA7c88f7f4", { number: 199 }), "CA7c880199");
});

Deno.test("saidAt() lets each call begin elsewhere, and say everything once", () => {
  const messages = Array.from({ length: 400 }, (_, i) => i);
  const said = (number: number, stepCount = 1) =>
    messages.map((_, i) => saidAt(messages, i, { number }, stepCount));
  assertEquals(said(0), messages);
  assertEquals([said(1)[0], said(2)[0], said(5)[0]], [97, 194, 85]);
  assertEquals(said(3).toSorted((a, b) => a - b), messages);
  assertEquals(said(1, 2)[0]! % 2, 0); // a track stays a track's
});
