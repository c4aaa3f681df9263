/**
 * The proof that a webhook comes from here.
 *
 * Source: Standard Webhooks 1.0, "Webhook headers" and "Signature scheme".
 *
 * @module
 */
import { createHmac } from "node:crypto";

/** What is signed. */
export interface SignedContent {
  readonly id: string;
  /** When it is sent, in milliseconds since 1970. */
  readonly atMs: number;
  readonly body: string;
}

/**
 * The headers that prove a message: HMAC-SHA256 over `id.timestamp.body`, in
 * base64, once for each key.
 *
 * @param content Its `id` holds no full stop.
 */
export function signedHeaders(
  { id, atMs, body }: SignedContent,
  keys: readonly Uint8Array[],
): Readonly<Record<string, string>> {
  const seconds = Math.floor(atMs / 1000);
  const signatures = keys.map((key) =>
    createHmac("sha256", key).update(`${id}.${seconds}.${body}`)
      .digest("base64")
  );
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": signatures.map((text) => `v1,${text}`).join(" "),
  };
}
