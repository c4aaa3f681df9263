import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { fragmentOf, parseRoute } from "../../src/console/routes.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("parseRoute() knows the places, and takes the rest for the live view", () => {
  assertEquals(parseRoute("#/calls"), { view: "calls" });
  assertEquals(parseRoute("#/calls/a%2Fb"), { view: "call", sessionId: "a/b" });
  for (const fragment of ["", "#", "#/live", "#/nowhere", "calls"]) {
    assertEquals(parseRoute(fragment), { view: "live" });
  }
});

Deno.test("parseRoute() takes an address that was cut for the list", () => {
  assertEquals(parseRoute("#/calls/%E0%A4"), { view: "calls" });
});

Deno.test("parseRoute() reads what fragmentOf() writes, whatever a call is called", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 1 }),
      (sessionId) => {
        const route = { view: "call", sessionId } as const;
        assertEquals(parseRoute(fragmentOf(route)), route);
      },
    ),
  );
});
