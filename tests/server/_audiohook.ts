/**
 * Requests of Genesys, signed by an arithmetic of their own: strings put together by
 * hand, and Node's HMAC.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { Buffer } from "node:buffer";
import type { WireRequest } from "../../src/server/wire_route.ts";
import {
  ORGANIZATION_ID,
  SESSION_ID,
} from "../protocol/audiohook/_messages.ts";

export const API_KEY = "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh";
export const SECRET = Buffer.from(
  "TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU=",
  "base64",
);
export const NOW_S = 1_641_013_200;

/** What is signed, with its value, in Genesys's order. */
export const PARTS: readonly (readonly [string, string])[] = [
  ["@request-target", "/v1/audiohook"],
  ["@authority", "voice.example.com"],
  ["audiohook-organization-id", ORGANIZATION_ID],
  ["audiohook-session-id", SESSION_ID],
  ["audiohook-correlation-id", "e160e428-53e2-487c-977d-96989bf5c99d"],
  ["x-api-key", API_KEY],
];

/** What may differ from a request that is right. */
export interface Signing {
  readonly parts?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly secret?: Uint8Array;
  readonly keyId?: string;
  readonly nonce?: string;
  readonly createdS?: number;
  /** All parameters, as they are written. */
  readonly parameters?: string;
  readonly target?: string;
}

let nonceCount = 0;

/** Headers of a request of Genesys. */
export function signedHeaders(
  {
    parts = PARTS,
    secret = SECRET,
    keyId = API_KEY,
    nonce = `VGhpc0lzQVVuaXF1ZU5v${++nonceCount}`.padEnd(24, "b"),
    createdS = NOW_S,
    parameters =
      `keyid="${keyId}";nonce="${nonce}";alg="hmac-sha256";created=${createdS};expires=${
        createdS + 30
      }`,
    headers = {},
  }: Signing = {},
): Record<string, string> {
  const input = `(${
    parts.map(([name]) => `"${name}"`).join(" ")
  });${parameters}`;
  const base = [
    ...parts.map(([name, value]) => `"${name}": ${value}`),
    `"@signature-params": ${input}`,
  ].join("\n");
  const mac = createHmac("sha256", secret).update(base).digest("base64");
  const given: Record<string, string | null> = {
    host: "voice.example.com",
    ...Object.fromEntries(PARTS.filter(([name]) => !name.startsWith("@"))),
    "signature-input": `sig1=${input}`,
    signature: `sig1=:${mac}:`,
    ...headers,
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] =>
      entry[1] !== null
    ),
  );
}

/** A request of Genesys. */
export function signedRequest(signing: Signing = {}): WireRequest {
  return {
    target: signing.target ?? "/v1/audiohook",
    headers: new Headers(signedHeaders(signing)),
  };
}
