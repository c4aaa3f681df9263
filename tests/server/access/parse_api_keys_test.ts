import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  faultsOfAll,
  MAX_KEYS,
  parseApiKeys,
} from "../../../src/server/access/parse_api_keys.ts";
import { storedKey } from "../../config/_keys.ts";

const LINES = [
  storedKey("one"),
  storedKey("two", {
    tenant: "Other.tenant-2",
    scopes: ["stream", "read", "admin"],
    limits: { sessions: 3, audioRate: 6, requestsPerMinute: 60 },
    expires: "2027-01-31T00:00:00Z",
  }),
];

Deno.test("parseApiKeys() reads an entry a line, and an array", () => {
  const { keys, faults } = parseApiKeys(`\n${LINES.join("\n\n")}\n`);
  assertEquals(faults, []);
  assertEquals(keys.map(({ tenant }) => tenant), ["acme", "Other.tenant-2"]);
  assertEquals(keys[0]!.limits, {});
  assertEquals(keys[0]!.expiresAtMs, undefined);
  assertEquals(keys[1]!.limits.sessions, 3);
  assertEquals(keys[1]!.expiresAtMs, Date.UTC(2027, 0, 31));
  assertEquals(parseApiKeys(` [${LINES.join()}] `), { keys, faults });
});

Deno.test("parseApiKeys() finds no key in nothing", () => {
  for (const text of ["", "\n\n", "[]"]) {
    assertEquals(parseApiKeys(text), { keys: [], faults: [] });
  }
});

for (
  const [fields, fault] of [
    [{ id: "a key" }, "id must be"],
    [{ tenant: "../acme" }, "tenant must be"],
    [{ tenant: "" }, "tenant must be"],
    [{ tenant: "x".repeat(65) }, "tenant must be"],
    [{ scopes: [] }, "scopes must be"],
    [{ scopes: ["write"] }, "must be a list of stream, read, admin"],
    [{ scopes: "stream" }, "scopes must be"],
    [{ sha256: "A".repeat(64) }, "sha256 must be"],
    [{ sha256: "a".repeat(63) }, "sha256 must be"],
    [{ limits: { sessions: 0 } }, "limits.sessions must be"],
    [{ limits: { session: 1 } }, "limits.session must be"],
    [{ expires: "2027-01-31" }, "expires must be"],
    [{ expire: "2027-01-31T00:00:00Z" }, "expire must be id, tenant"],
    [{ tenant: undefined }, "tenant must be id, tenant"],
  ] as const
) {
  Deno.test(`parseApiKeys() refuses ${JSON.stringify(fields).slice(0, 60)}`, () => {
    const { keys, faults } = parseApiKeys(
      [storedKey("one"), storedKey("two", fields)].join("\n"),
    );
    assertEquals(keys.length, 1);
    assertEquals(faults.length, 1);
    assertStringIncludes(faults[0]!, "entry 2: ");
    assertStringIncludes(faults[0]!, fault);
  });
}

Deno.test("parseApiKeys() repeats no key that was put where its hash belongs", () => {
  const key = "ut_secret-of-somebody";
  for (
    const text of [
      storedKey("one", { sha256: key }),
      key,
      `[${key}]`,
      `"${key}"`,
    ]
  ) {
    const { faults } = parseApiKeys(text);
    assertEquals(faults.length, 1, text);
    assert(!faults[0]!.includes(key));
  }
});

Deno.test("faultsOfAll() refuses keys that contradict one another", () => {
  const faultsOf = (...lines: string[]) =>
    faultsOfAll(parseApiKeys(lines.join("\n")).keys);
  const five = { limits: { sessions: 5 } };
  assertEquals(faultsOf(...LINES), []);
  assertEquals(faultsOf(storedKey("a", five), storedKey("b")), []);
  assertEquals(faultsOf(storedKey("a", five), storedKey("b", five)), []);
  assertStringIncludes(
    faultsOf(storedKey("a", five), storedKey("b", { limits: { sessions: 6 } }))
      .join(),
    "two keys of acme state different limits",
  );
  assertStringIncludes(
    faultsOf(storedKey("a"), storedKey("a", { id: "other" })).join(),
    "the same sha256",
  );
  assertStringIncludes(
    faultsOf(storedKey("a", { id: "x" }), storedKey("b", { id: "x" })).join(),
    "the same id",
  );
});

Deno.test("faultsOfAll() says when there are too many", () => {
  const lines = Array.from(
    { length: MAX_KEYS + 1 },
    (_, i) => storedKey(`${i}`),
  );
  const { keys } = parseApiKeys(lines.join("\n"));
  assertEquals(faultsOfAll(keys.slice(1)), []);
  assertStringIncludes(faultsOfAll(keys).join(), "there may be 1000 keys");
});
