/**
 * The keys of a server.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type ApiKey, hashKey } from "./api_key.ts";

/** Longer texts are no keys, and not worth a hash. */
const MAX_KEY_CHARACTERS = 256;

/**
 * The keys of a server, by their hashes.
 *
 * They are looked up by a hash of the hash, under a secret that this process has
 * drawn. How long looking up takes depends on that alone, which nobody can choose or
 * know, so it tells nothing of the keys however many there are.
 */
export class KeyRing {
  readonly #secret = randomBytes(32);
  readonly #keys: ReadonlyMap<string, ApiKey>;
  readonly #wallMs: () => number;

  /** @param wallMs The clock on the wall, in milliseconds since 1970. */
  constructor(keys: readonly ApiKey[], wallMs: () => number) {
    this.#keys = new Map(
      keys.map((key) => [this.#placeOf(Buffer.from(key.sha256, "hex")), key]),
    );
    this.#wallMs = wallMs;
  }

  /** Whether there are keys at all. */
  get isEmpty(): boolean {
    return this.#keys.size === 0;
  }

  /** Whether a key of this tenant is there, and has not expired. */
  hasTenant(tenant: string): boolean {
    for (const key of this.#keys.values()) {
      if (key.tenant === tenant && this.#isValid(key)) return true;
    }
    return false;
  }

  /** What is stored of a key, if it is one of these and has not expired. */
  find(presented: string): ApiKey | undefined {
    if (presented.length > MAX_KEY_CHARACTERS) return undefined;
    const hash = hashKey(presented);
    const key = this.#keys.get(this.#placeOf(hash));
    if (key === undefined || !this.#isValid(key)) return undefined;
    return timingSafeEqual(Buffer.from(key.sha256, "hex"), hash)
      ? key
      : undefined;
  }

  #placeOf(hash: Buffer): string {
    return createHmac("sha256", this.#secret).update(hash).digest("hex");
  }

  #isValid({ expiresAtMs = Infinity }: ApiKey): boolean {
    return this.#wallMs() < expiresAtMs;
  }
}
