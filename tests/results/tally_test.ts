import { assertEquals } from "@std/assert";
import { Tally } from "../../src/results/tally.ts";

Deno.test("Tally counts each set of labels by itself", () => {
  const tally = new Tally<"a" | "b">();
  tally.add({ a: "1", b: "2" });
  tally.add({ a: "1", b: "2" }, 4);
  tally.add({ a: "12", b: "" });
  assertEquals([...tally], [
    { labels: { a: "1", b: "2" }, value: 5 },
    { labels: { a: "12", b: "" }, value: 1 },
  ]);
});
