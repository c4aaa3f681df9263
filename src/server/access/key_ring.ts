/**
 * The keys of a server.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { type ApiKey, hashKey } from "./api_key.ts";

/** Longer texts are no keys, and not worth a hash. */
const MAX_KEY_CHARACTERS = 256;

/** The keys of a server, by their hashes. */
export class KeyRing {
  readonly #keys: readonly { readonly key: ApiKey; readonly hash: Buffer }[];
  readonly #wallMs: () => number;

  /** @param wallMs The clock on the wall, in milliseconds since 1970. */
  constructor(keys: readonly ApiKey[], wallMs: () => number) {
    this.#keys = keys.map((key) => ({
      key,
      hash: Buffer.from(key.sha256, "hex"),
    }));
    this.#wallMs = wallMs;
  }

  /** Whether there are keys at all. */
  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  /** Whether a key of this tenant is there, and has not expired. */
  hasTenant(tenant: string): boolean {
    return this.#keys.some(({ key }) =>
      key.tenant === tenant && this.#isValid(key)
    );
  }

  /**
   * What is stored of a key, if it is one of these and has not expired. It takes
   * as long whatever it finds: all are compared, each to its last byte.
   */
  find(presented: string): ApiKey | undefined {
    if (presented.length > MAX_KEY_CHARACTERS) return undefined;
    const hash = hashKey(presented);
    let found: ApiKey | undefined;
    for (const candidate of this.#keys) {
      if (timingSafeEqual(candidate.hash, hash)) found = candidate.key;
    }
    return found && this.#isValid(found) ? found : undefined;
  }

  #isValid({ expiresAtMs = Infinity }: ApiKey): boolean {
    return this.#wallMs() < expiresAtMs;
  }
}
