/** Stored keys as tests write them. */
import { hashKey } from "../../src/server/access/api_key.ts";

/** The stored line of a key. */
export function storedKey(key: string, fields: object = {}): string {
  return JSON.stringify({
    id: `id-of-${key.replace("ut_", "")}`,
    tenant: "acme",
    scopes: ["stream"],
    sha256: hashKey(key).toString("hex"),
    ...fields,
  });
}
