import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readResultsConfig } from "../../src/config/results.ts";

const read = (variables: Record<string, string>) =>
  readResultsConfig((name) => variables[name]);

Deno.test("readResultsConfig() keeps results in memory unless a Redis is named", () => {
  for (const variables of [{}, { REDIS_URL: "", REDIS_PREFIX: "" }]) {
    assertEquals(read(variables), {
      config: { redisUrl: undefined, redisPrefix: "undertone" },
      faults: [],
    });
  }
});

Deno.test("readResultsConfig() takes URLs of Redis", () => {
  for (
    const url of [
      "redis://localhost",
      "redis://localhost:6379/",
      "redis://[::1]:6380/2",
      "rediss://somebody:p%40ss@redis.example.com:6379/0",
    ]
  ) {
    assertEquals(read({ REDIS_URL: url, REDIS_PREFIX: "stage-2" }), {
      config: { redisUrl: url, redisPrefix: "stage-2" },
      faults: [],
    });
  }
});

Deno.test("readResultsConfig() refuses other URLs without showing them", () => {
  for (
    const url of [
      "localhost:6379",
      "http://somebody:secret@localhost",
      "redis://",
      "redis://localhost/secret",
      "redis:///secret",
      "secret",
    ]
  ) {
    const { faults } = read({ REDIS_URL: url });
    assertEquals(faults.length, 1, url);
    assertStringIncludes(faults[0]!, "REDIS_URL must be");
    assert(!faults[0]!.includes("secret"));
  }
});

Deno.test("readResultsConfig() refuses a prefix that could be taken for a part of a name", () => {
  for (const prefix of ["a:b", "a b", "*", "a".repeat(65)]) {
    assertStringIncludes(
      read({ REDIS_PREFIX: prefix }).faults[0]!,
      "REDIS_PREFIX",
    );
  }
});
