import { assert, assertEquals } from "@std/assert";
import {
  drawKey,
  drawKeyId,
  hashKey,
} from "../../../src/server/access/api_key.ts";

Deno.test("drawKey() draws 256 bits that can stand in a path, a header and a subprotocol", () => {
  const keys = Array.from({ length: 100 }, drawKey);
  for (const key of keys) assert(/^ut_[\w-]{43}$/.test(key), key);
  assertEquals(new Set(keys).size, 100);
  assertEquals(new Set(Array.from({ length: 100 }, drawKeyId)).size, 100);
});

Deno.test("hashKey() is SHA-256", () => {
  // FIPS 180-2, appendix B.1
  assertEquals(
    hashKey("abc").toString("hex"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
