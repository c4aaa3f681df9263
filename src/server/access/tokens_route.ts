/**
 * `POST /v1/tokens`: whoever has a key makes a token for a program that must not.
 *
 *     curl -H "Authorization: Bearer $KEY" -d '{}' http://127.0.0.1:8000/v1/tokens
 *
 * @module
 */
import type { Context } from "hono";
import * as v from "valibot";
import { ProtocolError } from "../../protocol/protocol_error.ts";
import { parseJson, readMessage } from "../../protocol/read_message.ts";
import type { TokenBody } from "../api/bodies.ts";
import { httpFault } from "../http_fault.ts";
import { readBody } from "../read_body.ts";
import type { Gate } from "./gate.ts";
import { type Principal, SCOPES } from "./principal.ts";
import { AccessRefusal, refuse } from "./refusal.ts";
import type { TokenSigner } from "./tokens.ts";
import { MAX_TOKEN_LIFE_S } from "./used_tokens.ts";

/** What the route needs. */
export interface TokensDeps {
  readonly gate: Gate;
  readonly tokens: TokenSigner;
  readonly breathe: () => Promise<void>;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly wallMs: () => number;
}

/** What may be handed on: nobody deletes records with a token. */
const GRANTABLE = ["stream", "read"] as const;
/** A request has a few short fields. */
const MAX_BODY_BYTES = 4_096;
/** Long enough to begin a call with, and too short to be passed around. */
const DEFAULT_LIFE_S = 60;

const GRANT_RULE = `must be a list of ${GRANTABLE.join(" and ")}`;
const LIFE_RULE = `must be a whole number from 1 to ${MAX_TOKEN_LIFE_S}`;
const ID_RULE = "must be 1 to 128 letters, digits, ., - and _";
/** What a token is asked for by. Strict: with a misspelt field a token would be good for more than was meant. */
export const TOKEN_REQUEST = v.strictObject({
  scope: v.optional(
    v.pipe(
      v.array(v.picklist(GRANTABLE, GRANT_RULE), GRANT_RULE),
      v.minLength(1, GRANT_RULE),
      v.maxLength(GRANTABLE.length, GRANT_RULE),
    ),
    ["stream"],
  ),
  sessionId: v.optional(
    v.pipe(v.string(ID_RULE), v.regex(/^[\w.-]{1,128}$/, ID_RULE)),
  ),
  expiresInS: v.optional(
    v.pipe(
      v.number(LIFE_RULE),
      v.integer(LIFE_RULE),
      v.minValue(1, LIFE_RULE),
      v.maxValue(MAX_TOKEN_LIFE_S, LIFE_RULE),
    ),
    DEFAULT_LIFE_S,
  ),
}, "may have scope, sessionId and expiresInS");

/** Answers with a token for one call. */
export async function makeToken(c: Context, deps: TokensDeps) {
  const who = await deps.gate.admit(c, ...SCOPES);
  if (who instanceof Response) return who;
  try {
    const { breathe, tokens, wallMs } = deps;
    const body = await readBody(c.req.raw, {
      maxBytes: MAX_BODY_BYTES,
      breathe,
    });
    const asked = readRequest(body, who);
    const expiresAtMs = wallMs() + asked.expiresInS * 1_000;
    const { tenant } = who;
    const { scopes, sessionId } = asked;
    const jti = crypto.randomUUID();
    c.header("Cache-Control", "no-store");
    const granted: TokenBody = {
      token: await tokens.sign({ jti, tenant, scopes, sessionId, expiresAtMs }),
      sessionId,
      scope: scopes,
      expiresInS: asked.expiresInS,
    };
    return c.json(granted);
  } catch (error) {
    if (error instanceof AccessRefusal) return refuse(c, error);
    if (!(error instanceof ProtocolError)) throw error;
    return httpFault(c, error.code, error.message);
  }
}

function readRequest(body: Uint8Array, who: Principal) {
  const text = new TextDecoder().decode(body);
  const { scope, sessionId, expiresInS } = readMessage(
    TOKEN_REQUEST,
    "token request",
    text.trim() === "" ? {} : parseJson(text),
  );
  assertGrantable(who, scope);
  const isNew = scope.includes("stream");
  if (isNew === (sessionId !== undefined)) {
    throw new ProtocolError(
      "bad_message",
      isNew
        ? 'Cannot read "token request" as sessionId must not be there with the scope stream: a token to stream names a call of its own'
        : 'Cannot read "token request" as sessionId must be there with the scope read alone: it is not',
    );
  }
  return {
    scopes: scope,
    sessionId: sessionId ?? crypto.randomUUID(),
    expiresInS,
  };
}

/** Nobody hands on what they may not do; and tokens make no tokens, or they would live for ever. */
function assertGrantable(
  { scopes, sessionId }: Principal,
  asked: readonly (typeof GRANTABLE[number])[],
): void {
  if (sessionId !== undefined) {
    throw new AccessRefusal(
      "forbidden",
      "a key must be presented: it is a token",
    );
  }
  const may = (scope: typeof GRANTABLE[number]) =>
    scopes.includes(scope) || scopes.includes("admin");
  if (asked.every(may)) return;
  throw new AccessRefusal(
    "forbidden",
    `a key must have the scopes that it grants: it has ${scopes.join(", ")}`,
  );
}
