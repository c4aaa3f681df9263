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

/**
 * Adds them to every answer, except to a page, which has its own, and to the one
 * that a socket begins with, which must be the runtime's.
 */
export function withSecureHeaders(): MiddlewareHandler {
  const secure = secureHeaders({
    contentSecurityPolicy: NO_PAGE,
    xFrameOptions: "DENY",
    // whoever terminates TLS decides for how long, and for which subdomains
    strictTransportSecurity: false,
  });
  return async function addHeaders(c, next) {
    await next();
    const isOwn = c.res.status === 101 ||
      c.res.headers.has("content-security-policy");
    if (!isOwn) await secure(c, () => Promise.resolve());
  };
}
