import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { createSeal } from "../../../src/session/resume/seal.ts";

fc.configureGlobal({ seed: 2_026 });

const SEAL = createSeal("a secret");

Deno.test("Seal gives back what it has sealed, whatever it was", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    const sealed = SEAL.seal(text);
    assertMatch(sealed, /^[\w-]+$/);
    assertEquals(SEAL.open(sealed), text);
    assertEquals(createSeal("a secret").open(sealed), text);
  }));
});

Deno.test("Seal opens nothing that was changed in one character, cut or lengthened", () => {
  const sealed = SEAL.seal('{"index":7}');
  for (let at = 0; at < sealed.length; at++) {
    for (const other of ["A", "z", "_"]) {
      if (sealed[at] === other) continue;
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      assertEquals(SEAL.open(changed), undefined);
    }
    assertEquals(SEAL.open(sealed.slice(0, at)), undefined);
  }
  assertEquals(SEAL.open(sealed + "A"), undefined);
});

Deno.test("Seal opens nothing of another secret, and no text that is none", () => {
  assertEquals(createSeal("another").open(SEAL.seal("{}")), undefined);
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(SEAL.open(text), undefined);
  }));
});
