import { assertEquals } from "@std/assert";
import { createUsedTokens } from "../../src/service/used_tokens.ts";
import { TestRedis } from "../results/redis/_redis.ts";

const tokensOf = (redisUrl?: string) =>
  createUsedTokens({ redisUrl, redisPrefix: "test", wallMs: () => 0 });

Deno.test("createUsedTokens() lets a token begin one call, on whichever instance", async () => {
  await using redis = await TestRedis.start();
  const instances = [tokensOf(redis.url), tokensOf(redis.url)];
  // Until both have found their Redis each knows its own tokens alone.
  for (let i = 0;; i++) {
    const name = `first-${i}`;
    const claims = await Promise.all(instances.map((used) => used.claim(name)));
    if (claims.filter((first) => first).length === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assertEquals(await instances[0]!.claim("a"), true);
  assertEquals(await instances[1]!.claim("a"), false);
  assertEquals(await instances[0]!.claim("a"), false);

  instances[1]!.giveBack("a"); // it never had it
  assertEquals(await instances[1]!.claim("b"), true); // behind that, on the same connection
  assertEquals(await instances[1]!.claim("a"), false);
  instances[0]!.giveBack("a");
  assertEquals(await instances[0]!.claim("c"), true);
  const again = await Promise.all(instances.map((used) => used.claim("a")));
  assertEquals(again.filter((first) => first).length, 1);
  await Promise.all(instances.map((used) => used.close()));
});

Deno.test("createUsedTokens() lets a token begin one call of an instance while Redis is away", async () => {
  const redis = await TestRedis.start();
  await redis[Symbol.asyncDispose]();
  for (const used of [tokensOf(redis.url), tokensOf()]) {
    assertEquals(await used.claim("a"), true);
    assertEquals(await used.claim("a"), false);
    used.giveBack("a");
    assertEquals(await used.claim("a"), true);
    await used.close();
  }
});
