import { assert, assertEquals } from "@std/assert";
import { storedKey } from "../../config/_keys.ts";
import { FakeClock } from "../../session/_fakes.ts";
import { ringOf } from "./_access.ts";

const END = "2027-01-01T00:00:00Z";
const LINES = [
  storedKey("ut_one"),
  storedKey("ut_two", { tenant: "beta", expires: END }),
  storedKey("ut_three"),
];

Deno.test("KeyRing finds each key, and nothing that is none", () => {
  const ring = ringOf(LINES);
  for (const name of ["one", "two", "three"]) {
    assertEquals(ring.find(`ut_${name}`)?.id, `id-of-${name}`);
  }
  const hash = JSON.parse(LINES[0]!).sha256;
  for (
    const text of [
      "",
      "ut_",
      "ut_on",
      "ut_one ",
      "UT_ONE",
      hash,
      "ut_".repeat(1e5),
    ]
  ) assertEquals(ring.find(text), undefined);
  assertEquals(ringOf([]).find("ut_one"), undefined);
  assertEquals([ring.isEmpty, ringOf([]).isEmpty], [false, true]);
});

Deno.test("KeyRing lets a key expire, and its tenant with it", () => {
  const clock = new FakeClock();
  const ring = ringOf(LINES, clock);
  clock.nowMs = Date.parse(END) - 1;
  assert(ring.find("ut_two"));
  assert(ring.hasTenant("beta"));
  clock.nowMs++;
  assertEquals(ring.find("ut_two"), undefined);
  assertEquals([ring.hasTenant("beta"), ring.hasTenant("acme")], [false, true]);
  assertEquals(ring.hasTenant("nobody"), false);
});
