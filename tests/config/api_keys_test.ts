import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readApiKeys } from "../../src/config/api_keys.ts";
import { storedKey } from "./_keys.ts";

const FILES: Record<string, string> = {
  "/keys": `${storedKey("one")}\n${storedKey("two")}\n`,
  "/empty": "\n",
};

function read(variables: Record<string, string>) {
  return readApiKeys((name) => variables[name], (path) => {
    if (path in FILES) return FILES[path]!;
    throw new Error(`no such file: ${path}`);
  });
}

Deno.test("readApiKeys() needs none", () => {
  const none = { keys: [], faults: [], isMeant: false };
  assertEquals(read({}), none);
  assertEquals(read({ API_KEYS: "", API_KEYS_FILE: "" }), none);
});

Deno.test("readApiKeys() reads the variable, and the file", () => {
  const { keys, faults, isMeant } = read({
    API_KEYS: storedKey("three"),
    API_KEYS_FILE: "/keys",
  });
  assertEquals(faults, []);
  assert(isMeant);
  assertEquals(keys.map(({ id }) => id), [
    "id-of-three",
    "id-of-one",
    "id-of-two",
  ]);
});

Deno.test("readApiKeys() refuses a file without a key, and one that is not there", () => {
  for (
    const [API_KEYS_FILE, fault] of [
      ["/empty", "API_KEYS_FILE must hold a key"],
      ["/none", "no such file: /none"],
    ] as const
  ) {
    const { faults, isMeant } = read({ API_KEYS_FILE });
    assertEquals(faults.length, 1);
    assertStringIncludes(faults[0]!, fault);
    assert(isMeant);
  }
});

Deno.test("readApiKeys() refuses a key that stands in both", () => {
  const { faults } = read({
    API_KEYS: storedKey("one"),
    API_KEYS_FILE: "/keys",
  });
  assertStringIncludes(faults.join(), "the same sha256");
});
