/**
 * The gate of a server: who has a key or a token passes; and everybody, where that
 * is wanted.
 *
 * @module
 */
import type { Context } from "hono";
import { ProtocolError } from "../../protocol/protocol_error.ts";
import type { CallSink } from "../../session/call_sink.ts";
import { MAX_SESSION_AGE_MS } from "../../session/limits.ts";
import { httpFault } from "../http_fault.ts";
import { presentedBy } from "./credential.ts";
import type { Gate } from "./gate.ts";
import type { KeyRing } from "./key_ring.ts";
import { ANYBODY, type Principal, type Scope } from "./principal.ts";
import { AccessRefusal, refuse } from "./refusal.ts";
import type { TenantLimiter } from "./tenant_limiter.ts";
import type { TokenClaims, TokenSigner } from "./tokens.ts";
import type { UsedTokens } from "./used_tokens.ts";

/** What a gate goes by. */
export interface KeyGateOptions {
  readonly keys: KeyRing;
  readonly tokens: TokenSigner;
  readonly used: UsedTokens;
  readonly limiter: Pick<TenantLimiter, "countRequest">;
  /** Whether who presents nothing may pass. */
  readonly isOpen: boolean;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
  /** Hears of who was refused, and why; never of what they presented. */
  readonly sink: Pick<CallSink, "refused">;
}

/** A call may be gone on with for so long after its token could begin it: none is older. */
const MAX_RESUME_MS = MAX_SESSION_AGE_MS;

/** The gate of a server. */
export class KeyGate implements Gate {
  readonly #options: KeyGateOptions;

  constructor(options: KeyGateOptions) {
    this.#options = options;
  }

  async admit(c: Context, ...anyOf: Scope[]): Promise<Principal | Response> {
    let who: Principal | undefined;
    try {
      who = await this.#identify(c, anyOf);
      assertScope(who, anyOf);
      this.#options.limiter.countRequest(who.tenant);
      return who;
    } catch (error) {
      who?.giveBack?.();
      return this.#refuse(c, error);
    }
  }

  #identify(c: Context, anyOf: readonly Scope[]): Promise<Principal> {
    const presented = presentedBy(c);
    switch (presented.kind) {
      case "nothing":
        if (this.#options.isOpen) return Promise.resolve(ANYBODY);
        throw stranger("a key or a token must be presented");
      case "fault":
        throw stranger(presented.rule);
      case "key":
        return Promise.resolve(this.#holder(presented.value));
      case "token":
        return this.#bearer(c, presented.value, anyOf);
    }
    return presented satisfies never;
  }

  #holder(value: string): Principal {
    const key = this.#options.keys.find(value);
    if (key) return { tenant: key.tenant, scopes: key.scopes };
    throw stranger("a key must be one of this server, and not have expired");
  }

  async #bearer(
    c: Context,
    value: string,
    anyOf: readonly Scope[],
  ): Promise<Principal> {
    const resumed = resumedBy(c);
    const graceMs = resumed === undefined ? 0 : MAX_RESUME_MS;
    const claims = await this.#options.tokens.read(value, graceMs);
    if (claims === undefined || !this.#isTenant(claims.tenant)) {
      throw stranger("a token must be one of this server, and in its time");
    }
    const { tenant, scopes, sessionId } = claims;
    const who: Principal = { tenant, scopes, sessionId };
    if (!anyOf.includes("stream") || !scopes.includes("stream")) {
      assertFresh(claims, this.#options.wallMs());
      assertCall(c, sessionId);
      return who;
    }
    if (resumed === sessionId) return { ...who, mustResume: true };
    assertFresh(claims, this.#options.wallMs());
    const { used } = this.#options;
    if (await used.claim(claims.jti)) {
      return { ...who, giveBack: once(() => used.giveBack(claims.jti)) };
    }
    throw stranger("a token must begin one call alone: it was used before");
  }

  /** A token lives no longer than the keys of its tenant. */
  #isTenant(tenant: string): boolean {
    const { keys, isOpen } = this.#options;
    return keys.hasTenant(tenant) || (isOpen && tenant === ANYBODY.tenant);
  }

  #refuse(c: Context, error: unknown): Response {
    const isKnown = error instanceof AccessRefusal ||
      error instanceof ProtocolError;
    if (!isKnown) throw error;
    const { code, message } = error;
    this.#options.sink.refused({ platform: "native", code, reason: message });
    return error instanceof AccessRefusal
      ? refuse(c, error)
      : httpFault(c, error.code, message, error.retryMs);
  }
}

/** Does it the first time alone: a token that was given back may have been claimed by another since. */
function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** The call that a socket is to go on with; who posts a file goes on with nothing. */
function resumedBy(c: Context): string | undefined {
  const isSocket = c.req.method === "GET" && c.req.header("upgrade");
  return isSocket ? c.req.query("resume") : undefined;
}

function assertScope({ scopes }: Principal, anyOf: readonly Scope[]): void {
  if (anyOf.some((scope) => scopes.includes(scope))) return;
  throw new AccessRefusal(
    "forbidden",
    `a key or a token must have the scope ${anyOf.join(" or ")}: it has ${
      scopes.join(", ")
    }`,
  );
}

function assertFresh({ expiresAtMs }: TokenClaims, nowMs: number): void {
  if (nowMs < expiresAtMs) return;
  throw stranger("a token must be one of this server, and in its time");
}

/** Who may hear of one call may not hear of others: which there are, neither. */
function assertCall(c: Context, sessionId: string): void {
  if (c.req.param("id") === sessionId) return;
  throw new AccessRefusal(
    "forbidden",
    "a token must be for this call: it is for another one",
  );
}

function stranger(rule: string): AccessRefusal {
  return new AccessRefusal("unauthorized", rule);
}
