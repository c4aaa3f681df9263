/**
 * Headers that tell browsers how little our answers are good for.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Nothing is loaded, framed or sent from what is no page: JSON, text, sound. */
const NO_PAGE = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

type SecureOptions = NonNullable<Parameters<typeof secureHeaders>[0]>;

/**
 * The headers of an answer.
 *
 * @param sources What a page may load; by default nothing, as for what is no page.
 * @param more What else a page may do, or not.
 */
export function guardedBy(
  sources: SecureOptions["contentSecurityPolicy"] = {},
  more: SecureOptions = {},
): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: { ...NO_PAGE, ...sources },
    xFrameOptions: "DENY",
    // whoever terminates TLS decides for how long, and for which subdomains
    strictTransportSecurity: false,
    ...more,
  });
}

/**
 * Adds them to every answer, except to a page, which has its own, and to the one
 * that a socket begins with, which must be the runtime's.
 */
export function withSecureHeaders(): MiddlewareHandler {
  const secure = guardedBy();
  return async function addHeaders(c, next) {
    await next();
    const isOwn = c.res.status === 101 ||
      c.res.headers.has("content-security-policy");
    if (!isOwn) await secure(c, () => Promise.resolve());
  };
}
