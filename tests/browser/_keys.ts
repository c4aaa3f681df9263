/** Keys of a server in tests. */
import { hashKey } from "../../src/server/access/api_key.ts";

/** A key that has nothing in it. */
export function keyOf(name: string): string {
  return `ut_${name.repeat(8)}`;
}

/** What a server stores that takes these keys, all of one tenant. */
export function storedKeys(...names: readonly string[]): string {
  return JSON.stringify(names.map((name) => ({
    id: `key_${name}`,
    tenant: "acme",
    scopes: ["stream", "read"],
    sha256: hashKey(keyOf(name)).toString("hex"),
  })));
}
