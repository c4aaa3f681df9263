/**
 * The page that people look at, and what it consists of.
 *
 *     GET /             the page, or what this is for who asks for JSON
 *     GET /console/…    its programs and its style
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { accepts } from "hono/accepts";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { secureHeaders } from "hono/secure-headers";

/** Files by name; `index.html` is the page. */
export type ConsoleFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
};

/**
 * Nothing but the page's own files, and no text that becomes a program; WebAssembly
 * may be compiled, as the kernels of the log-Mel features are.
 */
const guarded = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  permissionsPolicy: { microphone: ["self"], camera: [], geolocation: [] },
  xFrameOptions: "DENY",
  strictTransportSecurity: false, // for who ends TLS to say
});

/**
 * Serves the page.
 *
 * @param about What this is, as JSON.
 */
export function consoleRoutes(
  files: ConsoleFiles,
  about: (c: Context) => Response,
): Hono {
  const app = new Hono();
  for (const path of ["/", "/console/*"]) {
    app.use(path, guarded, compress(), etag());
  }
  app.get("/", (c) => {
    c.header("vary", "accept");
    return wantsPage(c) ? answer(c, files, "index.html") : about(c);
  });
  app.get("/console/:name", (c) => answer(c, files, c.req.param("name")));
  return app;
}

/** Browsers ask for HTML by its name; programs for JSON, or for anything. */
function wantsPage(c: Context): boolean {
  const type = accepts(c, {
    header: "Accept",
    supports: ["text/html", "application/json"],
    default: "application/json",
  });
  return type === "text/html";
}

function answer(
  c: Context,
  files: ConsoleFiles,
  name: string,
): Response | Promise<Response> {
  const bytes = files.get(name);
  if (!bytes) return c.notFound() as Response | Promise<Response>;
  return c.body(bytes, 200, {
    "content-type": TYPES[name.split(".").at(-1)!] ?? "text/plain",
    "cache-control": "no-cache", // asks each time whether it has changed
  });
}
