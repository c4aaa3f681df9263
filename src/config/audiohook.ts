/**
 * The part of the configuration that Genesys's proof stands in.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { AudiohookKey } from "../server/audiohook_proof.ts";
import { mustBe } from "./words.ts";

/** Genesys takes these as an API key. */
const API_KEY = /^[\w+/-]{16,200}={0,2}$/;
/** Base64 of RFC 4648, with its padding. */
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
/** 128 bits. */
const MIN_SECRET_BYTES = 16;

/**
 * Reads `AUDIOHOOK_API_KEY` and `AUDIOHOOK_CLIENT_SECRET`, in base64; or
 * `AUDIOHOOK_UNSIGNED=1` in place of the secret, if the key alone is to do.
 *
 * @param faults Gets what is wrong; never with a secret.
 */
export function readAudiohookKey(
  env: (name: string) => string | undefined,
  faults: string[],
): AudiohookKey | undefined {
  const apiKey = env("AUDIOHOOK_API_KEY") || undefined;
  const secret = env("AUDIOHOOK_CLIENT_SECRET") || undefined;
  const unsigned = env("AUDIOHOOK_UNSIGNED") || "0";
  faults.push(...faultsOf(apiKey, secret, unsigned));
  return apiKey === undefined ? undefined : {
    apiKey,
    clientSecret: secret === undefined
      ? undefined
      : Buffer.from(secret, "base64"),
  };
}

function faultsOf(
  apiKey: string | undefined,
  secret: string | undefined,
  unsigned: string,
): string[] {
  const faults: string[] = [];
  if (apiKey !== undefined && !API_KEY.test(apiKey)) {
    faults.push(
      `AUDIOHOOK_API_KEY must be 16 to 200 letters, digits, -, _, + and /: current value has ${apiKey.length} characters`,
    );
  }
  if (secret !== undefined && !isSecret(secret)) {
    faults.push(
      `AUDIOHOOK_CLIENT_SECRET must be base64 of at least ${MIN_SECRET_BYTES} bytes: current value has ${secret.length} characters`,
    );
  }
  if (unsigned !== "0" && unsigned !== "1") {
    faults.push(mustBe("AUDIOHOOK_UNSIGNED", "0 or 1", unsigned));
  }
  const hasSecret = secret !== undefined;
  if (apiKey === undefined && hasSecret) {
    faults.push("AUDIOHOOK_API_KEY must be set for AUDIOHOOK_CLIENT_SECRET");
  }
  if (apiKey !== undefined && hasSecret === (unsigned === "1")) {
    faults.push(
      "AUDIOHOOK_CLIENT_SECRET must be set for AUDIOHOOK_API_KEY, or AUDIOHOOK_UNSIGNED=1 in its place: current value is " +
        (hasSecret ? "both" : "neither"),
    );
  }
  return faults;
}

function isSecret(text: string): boolean {
  return BASE64.test(text) &&
    Buffer.from(text, "base64").length >= MIN_SECRET_BYTES;
}
