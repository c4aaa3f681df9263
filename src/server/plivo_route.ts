/**
 * Plivo's door: with its token set, requests must be signed.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { isSameSecret, type Proof } from "./admission.ts";
import { lookAlikeRoute, signedUrls } from "./twilio_route.ts";
import type { WireRoute } from "./wire_route.ts";
import type { WireSettings } from "./wire_settings.ts";

/** The second is the main account's, where a subaccount's stream has the first. */
const SIGNATURE_HEADERS = ["x-plivo-signature-v3", "x-plivo-signature-ma-v3"];
const NONCE_HEADER = "x-plivo-signature-v3-nonce";
/**
 * Plivo's documentation says that the protocol is signed with the URL, not which
 * one; its library for streams takes `https`, or `http` behind a proxy that ends
 * TLS. Whichever it is, only who has the token can have signed it.
 */
const SIGNED_SCHEMES = ["https:", "wss:", "http:"];
/** Two a header, while one token takes another's place; more are not looked through. */
const MAX_SIGNATURES = 4;

/** Plivo's door. */
export function plivoRoute(settings: WireSettings): WireRoute {
  return lookAlikeRoute("plivo", signatureProof)(settings);
}

function signatureProof(
  { publicOrigin = "", plivoAuthToken }: WireSettings,
): Proof | undefined {
  if (plivoAuthToken === undefined) return undefined;
  return ({ headers, target }) => {
    const nonce = headers.get(NONCE_HEADER);
    const given = signaturesOf(headers);
    if (nonce === null || given.length === 0) {
      return "the request is not signed";
    }
    const expected = plivoUrls(publicOrigin, target)
      .map((url) => plivoSignature(plivoAuthToken, url, nonce));
    const isSigned = given.some((signature) =>
      expected.some((one) => isSameSecret(signature, one))
    );
    if (isSigned) return undefined;
    return "the signature is wrong: PLIVO_AUTH_TOKEN or PUBLIC_ORIGIN is not what Plivo signed with";
  };
}

/** Several may come, with commas between: Plivo's own library takes any of them. */
function signaturesOf(headers: Headers): string[] {
  return SIGNATURE_HEADERS
    .flatMap((name) => headers.get(name)?.split(",") ?? [])
    .slice(0, MAX_SIGNATURES)
    .map((signature) => signature.trim());
}

function plivoUrls(origin: string, target: string): string[] {
  return signedUrls(origin, target).flatMap((url) =>
    SIGNED_SCHEMES.map((scheme) => url.replace(/^wss:/, scheme))
  );
}

/**
 * What Plivo signs a WebSocket's URL with.
 *
 * Source: plivo.com/docs/voice/concepts/signature-validation, and the audio
 * streaming guide, "Signature Validation": HMAC-SHA256 of the whole URL, a full
 * stop and the nonce, in base64; an upgrade is a GET, so it has no parameters.
 */
export function plivoSignature(
  authToken: string,
  url: string,
  nonce: string,
): string {
  return createHmac("sha256", authToken).update(`${url}.${nonce}`)
    .digest("base64");
}
