/**
 * How Genesys proves itself: by an API key, and a signature over the request.
 *
 * Source: developer.genesys.cloud/devapps/audiohook/security, and Genesys's sample
 * service (2871b01), 2026.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { isSameSecret, type Proof } from "./admission.ts";
import {
  type MessageSignature,
  readSignature,
  signatureBase,
} from "./http_signature.ts";
import { NonceCache } from "./nonce_cache.ts";
import type { WireRequest } from "./wire_route.ts";

/** What is set up on both sides. */
export interface AudiohookKey {
  readonly apiKey: string;
  /** Requests must be signed with it; without it the API key is all the proof there is. */
  readonly clientSecret?: Uint8Array | undefined;
}

/** What a signature is checked against. */
export interface ProofOptions extends AudiohookKey {
  /** What clients call this server, "wss://voice.example.com". @default what the request calls it */
  readonly publicOrigin?: string | undefined;
  /** Seconds since 1970. */
  readonly nowS: () => number;
}

/** What a signature must cover. */
const COMPONENTS = [
  "@request-target",
  "@authority",
  "audiohook-organization-id",
  "audiohook-session-id",
  "audiohook-correlation-id",
  "x-api-key",
] as const;

/** A signature is of no use later. */
const MAX_AGE_S = 10;
/** By how much the clocks of both ends may differ. */
const MAX_SKEW_S = 3;
/** 128 bits in base64: the least that nobody uses twice by chance. */
const MIN_NONCE_CHARACTERS = 22;
const MAX_NONCE_CHARACTERS = 256;
/** Calls in {@linkcode MAX_AGE_S}: 700 a second. */
const MAX_NONCES = 10_000;

/** Creates the proof that Genesys's requests must give. */
export function createAudiohookProof(options: ProofOptions): Proof {
  const { apiKey, clientSecret } = options;
  const nonces = new NonceCache({
    lifeS: MAX_AGE_S + MAX_SKEW_S,
    maxCount: MAX_NONCES,
  });
  return (request) => {
    const key = request.headers.get("x-api-key");
    if (key === null) return "the request has no X-API-KEY";
    if (!isSameSecret(key, apiKey)) return "the request has a wrong X-API-KEY";
    try {
      const signature = readSignature(request.headers);
      return clientSecret === undefined
        ? unsignedRefusal(signature)
        : signatureRefusal(signature, request, nonces, {
          ...options,
          clientSecret,
        });
    } catch (error) {
      if (error instanceof SyntaxError) return error.message;
      throw error;
    }
  };
}

/** What cannot be checked is not passed over: one side has a secret that the other has not. */
function unsignedRefusal(
  signature: MessageSignature | undefined,
): string | undefined {
  return signature &&
    "the request is signed: AUDIOHOOK_CLIENT_SECRET must be set to check it";
}

function signatureRefusal(
  signature: MessageSignature | undefined,
  request: WireRequest,
  nonces: NonceCache,
  options: ProofOptions & { readonly clientSecret: Uint8Array },
): string | undefined {
  if (signature === undefined) return "the request is not signed";
  const nowS = options.nowS();
  return coverRefusal(signature) ?? ageRefusal(signature, nowS) ??
    keyRefusal(signature, options) ??
    (isSigned(signature, request, options)
      ? nonceRefusal(signature, nonces, nowS)
      : "the signature is wrong: AUDIOHOOK_CLIENT_SECRET, the path or the host is not what was signed");
}

function coverRefusal({ components }: MessageSignature): string | undefined {
  const missing = COMPONENTS.filter((name) => !components.includes(name));
  if (missing.length === 0) return undefined;
  return `the signature does not cover ${missing.join(", ")}`;
}

function ageRefusal(
  { createdS, expiresS }: MessageSignature,
  nowS: number,
): string | undefined {
  if (createdS === undefined) return "the signature has no time";
  if (createdS > nowS + MAX_SKEW_S) return "the signature is of the future";
  if (nowS - createdS > MAX_AGE_S || (expiresS ?? Infinity) < nowS) {
    return "the signature has expired";
  }
  return undefined;
}

function keyRefusal(
  { keyId, algorithm = "hmac-sha256", nonce = "" }: MessageSignature,
  { apiKey }: AudiohookKey,
): string | undefined {
  if (!isSameSecret(keyId ?? "", apiKey)) {
    return "the signature is by another key than X-API-KEY";
  }
  if (algorithm !== "hmac-sha256") return "the signature is not hmac-sha256";
  if (
    nonce.length < MIN_NONCE_CHARACTERS || nonce.length > MAX_NONCE_CHARACTERS
  ) {
    return `the nonce must have ${MIN_NONCE_CHARACTERS} to ${MAX_NONCE_CHARACTERS} characters: current value has ${nonce.length}`;
  }
  return undefined;
}

function isSigned(
  signature: MessageSignature,
  request: WireRequest,
  { clientSecret, publicOrigin }: ProofOptions & {
    readonly clientSecret: Uint8Array;
  },
): boolean {
  const base = signatureBase(
    signature,
    (name) => valueOf(name, request, publicOrigin),
  );
  const expected = createHmac("sha256", clientSecret).update(base);
  return isSameSecret(
    Buffer.from(signature.signature).toString("hex"),
    expected.digest("hex"),
  );
}

/** Only what was signed by the right key uses a nonce up, so nobody else can fill the memory. */
function nonceRefusal(
  { nonce }: MessageSignature,
  nonces: NonceCache,
  nowS: number,
): string | undefined {
  if (nonces.use(nonce!, nowS)) return undefined;
  return "the nonce was used before, or too many were used";
}

function valueOf(
  name: string,
  { headers, target }: WireRequest,
  publicOrigin: string | undefined,
): string | undefined {
  if (name === "@request-target") return target;
  if (name === "@authority") return authority(headers, publicOrigin);
  if (name.startsWith("@")) return undefined;
  return headers.get(name) ?? undefined;
}

/** The host as it is signed: in small letters, and without the port that goes without saying. */
function authority(
  headers: Headers,
  publicOrigin: string | undefined,
): string | undefined {
  const host = publicOrigin?.replace("wss://", "") ?? headers.get("host");
  return host?.toLowerCase().replace(/:443$/, "");
}
