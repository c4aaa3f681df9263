import { assert, assertEquals } from "@std/assert";
import {
  MAX_TOKEN_LIFE_S,
  usedTokensInMemory,
} from "../../../src/server/access/used_tokens.ts";
import { FakeClock } from "../../session/_fakes.ts";

Deno.test("usedTokensInMemory() lets a token be used once, for as long as one lives", async () => {
  const clock = new FakeClock();
  const used = usedTokensInMemory(clock.now);
  assert(await used.claim("one"));
  assert(await used.claim("two"));
  clock.nowMs = MAX_TOKEN_LIFE_S * 1_000;
  assertEquals(await used.claim("one"), false);
});

Deno.test("usedTokensInMemory() remembers so many, and refuses rather than forgets", async () => {
  const clock = new FakeClock();
  const used = usedTokensInMemory(clock.now, 2);
  await used.claim("one");
  await used.claim("two");
  assertEquals(await used.claim("three"), false);
  assertEquals(await used.claim("one"), false);
  clock.nowMs = MAX_TOKEN_LIFE_S * 1_000 + 1;
  assert(await used.claim("three"));
});

Deno.test("usedTokensInMemory() lets one of many at once pass", async () => {
  const used = usedTokensInMemory(() => 0);
  const claims = await Promise.all(
    Array.from({ length: 50 }, () => used.claim("one")),
  );
  assertEquals(claims.filter(Boolean).length, 1);
});

Deno.test("usedTokensInMemory() lets a token that was given back be used once more", async () => {
  const used = usedTokensInMemory(() => 0);
  assert(await used.claim("one"));
  used.giveBack("one");
  assert(await used.claim("one"));
  assertEquals(await used.claim("one"), false);
});
