import { assertEquals } from "@std/assert";
import { byLabel, rounded } from "../../src/session/by_label.ts";

Deno.test("rounded() keeps six decimals", () => {
  assertEquals(rounded(1 / 3), 0.333333);
  assertEquals(rounded(0.9999999), 1);
  assertEquals(rounded(0), 0);
});

Deno.test("byLabel() names the values in the order of the labels", () => {
  const posterior = byLabel(["sad", "calm"], Float32Array.of(0.25, 0.75));
  assertEquals(Object.entries(posterior), [["sad", 0.25], ["calm", 0.75]]);
});

Deno.test("byLabel() takes any label, even one that objects have anyway", () => {
  const posterior = byLabel(["__proto__", "constructor"], [0.5, 0.5]);
  assertEquals(Object.keys(posterior), ["__proto__", "constructor"]);
  assertEquals(
    JSON.stringify(posterior),
    '{"__proto__":0.5,"constructor":0.5}',
  );
});
