/**
 * Headers that tell browsers what our pages and answers are good for.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/**
 * Adds them to every answer, except the one that a socket begins with: it must be
 * the runtime's own.
 */
export function withSecureHeaders(): MiddlewareHandler {
  const secure = secureHeaders({
    // all from here, nothing inline: the page has its scripts and styles as files
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      mediaSrc: ["'self'", "blob:"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      workerSrc: ["'self'"],
    },
    permissionsPolicy: { microphone: ["self"], camera: [], geolocation: [] },
    xFrameOptions: "DENY",
    referrerPolicy: "no-referrer",
    // whoever terminates TLS decides for how long, and for which subdomains
    strictTransportSecurity: false,
  });
  return (c, next) =>
    c.req.header("upgrade") === undefined ? secure(c, next) : next();
}
