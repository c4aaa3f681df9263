import { assert, assertEquals } from "@std/assert";
import { NonceCache } from "../../src/server/nonce_cache.ts";

Deno.test("NonceCache takes a nonce once in its life", () => {
  const nonces = new NonceCache({ lifeS: 13, maxCount: 100 });
  assert(nonces.use("a", 0));
  assert(!nonces.use("a", 0));
  assert(nonces.use("b", 5));
  assert(!nonces.use("a", 13));
  assert(nonces.use("a", 13.5));
  assert(!nonces.use("b", 18));
});

Deno.test("NonceCache forgets what cannot be used again", () => {
  const nonces = new NonceCache({ lifeS: 13, maxCount: 100 });
  for (let second = 0; second < 1_000; second++) {
    assert(nonces.use(`nonce ${second}`, second));
    assert(nonces.count <= 14);
  }
});

Deno.test("NonceCache takes none that it cannot remember", () => {
  const nonces = new NonceCache({ lifeS: 13, maxCount: 2 });
  assertEquals(["a", "b", "c"].map((nonce) => nonces.use(nonce, 0)), [
    true,
    true,
    false,
  ]);
  assertEquals(nonces.count, 2);
  assert(nonces.use("c", 14));
});

Deno.test("NonceCache takes a nonce again that it was told to forget", () => {
  const nonces = new NonceCache({ lifeS: 13, maxCount: 1 });
  assert(nonces.use("a", 0));
  nonces.forget("b");
  assert(!nonces.use("a", 0));
  nonces.forget("a");
  assertEquals(nonces.count, 0);
  assert(nonces.use("a", 0));
});
