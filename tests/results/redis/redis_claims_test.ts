import { assert, assertEquals, assertRejects } from "@std/assert";
import { redisAt } from "../../../src/results/redis/node_redis.ts";
import { RedisClaims } from "../../../src/results/redis/redis_claims.ts";
import { TestRedis } from "./_redis.ts";

Deno.test("RedisClaims gives a name to who asks first, for some time, and fails while Redis is away", async () => {
  await using redis = await TestRedis.start();
  const create = redisAt(redis.url);
  const claims = new RedisClaims({ create, prefix: "test" });
  const there = async (): Promise<void> => {
    try {
      await claims.claim("probe", "", 1);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return there();
    }
  };
  await there();
  assertEquals(await claims.claim("a", "one", 60_000), true);
  assertEquals(await claims.claim("a", "two", 60_000), false);
  assertEquals(await claims.claim("b", "two", 60_000), true);
  await claims.release("b", "one"); // it is another's
  assertEquals(await claims.claim("b", "three", 60_000), false);
  await claims.release("b", "two");
  assertEquals(await claims.claim("b", "three", 60_000), true);

  const client = await create();
  await client.connect();
  assertEquals(await client.sendCommand(["GET", "test:claim:a"]), "one");
  assert(Number(await client.sendCommand(["PTTL", "test:claim:a"])) <= 60_000);
  client.destroy();

  await redis.kill();
  await assertRejects(() => claims.claim("c", "one", 60_000), Error);
  await assertRejects(() => claims.release("a", "one"), Error);
  await claims.close();
});
