import { assert, assertEquals, assertThrows } from "@std/assert";
import { StreamError } from "../../src/client/mod.ts";
import { subprotocols } from "../../src/client/subprotocols.ts";

Deno.test("subprotocols() are the protocol and the key, and none without a key", () => {
  assertEquals(subprotocols("a.B-9_~"), [
    "undertone.v1",
    "undertone.key.a.B-9_~",
  ]);
  assertEquals(subprotocols(undefined), []);
});

Deno.test("subprotocols() refuses what a header cannot hold, without showing it", () => {
  for (const key of ["", "two words", "a,b", "a/b", "ä", "line\n"]) {
    const error = assertThrows(() => subprotocols(key), StreamError);
    assertEquals(error.code, "bad_key");
    assert(key === "" || !error.message.includes(key));
  }
});
