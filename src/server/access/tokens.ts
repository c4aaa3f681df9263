/**
 * Tokens: short-lived leave for one call, for programs that must not have a key.
 *
 * They are JSON Web Tokens (RFC 7519) with HS256, so any language can read them.
 *
 * @module
 */
import { createHmac } from "node:crypto";
// The well-kept library for them: algorithms are a list of ours, never the token's choice.
import { errors, jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { type Scope, SCOPES } from "./principal.ts";

/** What a token says. */
export interface TokenClaims {
  /** Names the token. */
  readonly jti: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** The one call that it is about. */
  readonly sessionId: string;
  /** When it was too late to begin with it, in milliseconds since 1970. */
  readonly expiresAtMs: number;
}

const ALGORITHM = "HS256";
const ISSUER = "undertone";
/** Longer texts are no tokens of ours. */
const MAX_TOKEN_CHARACTERS = 2_048;

const CLAIMS = v.object({
  jti: v.string(),
  tenant: v.string(),
  scope: v.string(),
  sub: v.string(),
  exp: v.number(),
});

/** Signs tokens, and knows its own. */
export class TokenSigner {
  readonly #key: Uint8Array;
  readonly #wallMs: () => number;

  /**
   * @param secret Tokens are signed with a key that follows from it, so that nothing
   * else that the secret signs is a token.
   * @param wallMs The clock on the wall, in milliseconds since 1970.
   */
  constructor(secret: string, wallMs: () => number) {
    this.#key = Uint8Array.from(
      createHmac("sha256", secret).update("undertone token").digest(),
    );
    this.#wallMs = wallMs;
  }

  /** Signs a token. */
  sign(claims: TokenClaims): Promise<string> {
    const { jti, tenant, scopes, sessionId, expiresAtMs } = claims;
    return new SignJWT({ tenant, scope: scopes.join(" ") })
      .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setSubject(sessionId)
      .setJti(jti)
      .setIssuedAt(Math.floor(this.#wallMs() / 1_000))
      .setExpirationTime(Math.floor(expiresAtMs / 1_000))
      .sign(this.#key);
  }

  /**
   * What a token says, if it was signed here or by another instance with the same
   * secret, and is not older than it may be.
   *
   * @param graceMs How long after its time it still counts.
   */
  async read(token: string, graceMs = 0): Promise<TokenClaims | undefined> {
    if (token.length > MAX_TOKEN_CHARACTERS) return undefined;
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: ISSUER,
        currentDate: new Date(this.#wallMs()),
        clockTolerance: graceMs / 1_000,
      });
      return claimsOf(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

/** Only what is signed here is read, so it has our shape; a later version's may have not. */
function claimsOf(payload: unknown): TokenClaims | undefined {
  const { success, output } = v.safeParse(CLAIMS, payload);
  if (!success) return undefined;
  const { jti, tenant, scope, sub, exp } = output;
  const scopes = scope.split(" ");
  return {
    jti,
    tenant,
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    sessionId: sub,
    expiresAtMs: exp * 1_000,
  };
}
