/**
 * What keeps other people's pages out, which a browser would let in: the address of
 * a page is a header that no script can set.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { CallSink } from "../../session/call_sink.ts";
import { AccessRefusal, refuse } from "./refusal.ts";

/** Whose pages may call. */
export interface BrowserRules {
  /** Origins beside our own, as browsers spell them. */
  readonly allowedOrigins: readonly string[];
  /**
   * Whether the server is for this machine alone and asks nobody who they are: then
   * a page may have made its own name lead here (DNS rebinding), and only the names
   * of this machine count.
   */
  readonly isForThisMachine: boolean;
  /** Hears of who was refused, and why. */
  readonly sink: Pick<CallSink, "refused">;
}

/** A page may keep our leave for so long; browsers cut it to two hours at most. */
const PREFLIGHT_LIFE_S = 7_200;

/** Refuses requests of pages that are not ours and not allowed. */
export function guardFromPages(rules: BrowserRules): MiddlewareHandler {
  return function checkPage(c, next) {
    const refusal = refusalOf(c, rules);
    if (refusal === undefined) return next();
    const { code, message } = refusal;
    rules.sink.refused({ platform: "native", code, reason: message });
    return Promise.resolve(refuse(c, refusal));
  };
}

/**
 * Tells browsers which pages may read our answers; of sockets they do not ask, and
 * Deno 2.5 wants the answer that a socket begins with as it made it.
 */
export function shareWithPages(
  { allowedOrigins }: Pick<BrowserRules, "allowedOrigins">,
): MiddlewareHandler {
  const share = cors({
    origin: [...allowedOrigins],
    allowMethods: ["GET", "POST", "DELETE"],
    allowHeaders: ["Authorization", "Content-Type", "Last-Event-ID"],
    exposeHeaders: ["Retry-After", "WWW-Authenticate"],
    maxAge: PREFLIGHT_LIFE_S,
  });
  return function shareAnswers(c, next) {
    return c.req.header("upgrade") === undefined ? share(c, next) : next();
  };
}

function refusalOf(
  c: Context,
  { allowedOrigins, isForThisMachine }: BrowserRules,
): AccessRefusal | undefined {
  const host = hostOf(c);
  if (isForThisMachine && !isThisMachine(host)) {
    return new AccessRefusal(
      "forbidden",
      "a server without API keys must be asked as localhost or 127.0.0.1 (or be told ALLOW_ANONYMOUS=1): the Host header has another name",
    );
  }
  const origin = c.req.header("origin");
  if (origin === undefined || allowedOrigins.includes(origin)) return undefined;
  if (URL.canParse(origin) && new URL(origin).host === host) return undefined;
  return new AccessRefusal(
    "forbidden",
    "a page must be of this server, or of ALLOWED_ORIGINS: the Origin header has another one",
  );
}

/** The host that was asked for, with its port if that is no usual one. */
function hostOf(c: Context): string {
  const { host } = new URL(c.req.url);
  const header = c.req.header("host");
  const asked = `http://${header}`;
  return header !== undefined && URL.canParse(asked)
    ? new URL(asked).host
    : host;
}

/** Names that no DNS server can give to another machine. */
function isThisMachine(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);
}
