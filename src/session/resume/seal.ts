/**
 * Seals what a client keeps for us, so that it comes back as we gave it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

/** Text that a client may read and cannot change. */
export interface Seal {
  /** @returns Base64url. */
  seal(text: string): string;
  /** @returns What was sealed; undefined if it was not sealed with this secret. */
  open(sealed: string): string | undefined;
}

/** What the key is for, so that it is no other's whose secret is the same. */
const PURPOSE = "undertone call state 1";

/** SHA-256 in base64url. */
const MAC_CHARACTERS = 43;

/**
 * A seal: an HMAC (RFC 2104) and the text behind it.
 *
 * @param secret All processes that share it open each other's seals.
 */
export function createSeal(secret: string): Seal {
  const key = createHmac("sha256", secret).update(PURPOSE).digest();
  const macOf = (body: string) =>
    createHmac("sha256", key).update(body).digest("base64url");
  return {
    seal(text) {
      const body = Buffer.from(text).toString("base64url");
      return macOf(body) + body;
    },
    open(sealed) {
      const body = sealed.slice(MAC_CHARACTERS);
      const given = Buffer.from(sealed.slice(0, MAC_CHARACTERS));
      const right = Buffer.from(macOf(body));
      if (given.length !== right.length || !timingSafeEqual(given, right)) {
        return undefined;
      }
      return Buffer.from(body, "base64url").toString();
    },
  };
}
