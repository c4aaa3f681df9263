import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { hashKey } from "../../src/server/access/api_key.ts";
import { parseApiKeys } from "../../src/server/access/parse_api_keys.ts";
import { withoutKey } from "../../scripts/_key.ts";
import { runScript } from "./_programs.ts";

Deno.test("key.ts shows a key once, and writes the line that stores it", async () => {
  const { code, lines, errors } = await runScript("key", [
    "--tenant=acme",
    "--scopes=stream, read",
    "--sessions=5",
    "--audio=10",
    "--requests=60",
    "--expires=2027-01-31T00:00:00Z",
  ]);
  assertEquals(code, 0, errors);
  assertMatch(errors, /^The key, shown this once: ut_[\w-]{43}\n$/);
  const key = errors.trim().split(" ").at(-1)!;
  assertEquals(lines.length, 1);
  const { keys, faults } = parseApiKeys(lines[0]!);
  assertEquals(faults, []);
  const { id, ...stored } = keys[0]!;
  assertMatch(id, /^key_[\da-f]{12}$/);
  assertEquals(stored, {
    tenant: "acme",
    scopes: ["stream", "read"],
    sha256: hashKey(key).toString("hex"),
    limits: { sessions: 5, audioRate: 10, requestsPerMinute: 60 },
    expiresAtMs: Date.UTC(2027, 0, 31),
  });
});

for (
  const [flags, part] of [
    [["--scopes=stream"], "--tenant must be"],
    [["--tenant=acme"], "--scopes must be"],
    [["--tenant=acme", "--scopes=write"], "stream, read, admin"],
    [["--tenant=acme", "--scopes=stream", "--expires=soon"], "--expires must"],
    [["--tenant=acme", "--scopes=stream", "--sessions=0"], "--sessions must"],
  ] as const
) {
  Deno.test(`key.ts makes no key with ${flags.join(" ")}`, async () => {
    const { code, output, errors } = await runScript("key", flags);
    assertEquals([code, output], [1, ""]);
    assertStringIncludes(errors, part);
  });
}

Deno.test("withoutKey() hides every secret that a program is given", () => {
  assertEquals(
    withoutKey([
      ..."--key ut_1 --credential=c --secret s --calls 2".split(" "),
      ..."--key=k --keys 3 --json".split(" "),
    ]),
    "--key ... --credential=... --secret ... --calls 2 --key=... --keys 3 --json"
      .split(" "),
  );
});
