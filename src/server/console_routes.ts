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
import { guardedBy } from "./access/headers.ts";
import { PackedFile } from "./packed_file.ts";

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
const guarded = guardedBy({
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'"],
}, {
  permissionsPolicy: { microphone: ["self"], camera: [], geolocation: [] },
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
  const packed = new Map(
    [...files].map(([name, bytes]) => [
      name,
      new PackedFile(bytes, TYPES[name.split(".").at(-1)!] ?? "text/plain"),
    ]),
  );
  const answer = (c: Context, name: string) =>
    packed.get(name)?.answer(c) ??
      c.notFound() as Response | Promise<Response>;
  for (const path of ["/", "/console/*"]) app.use(path, guarded);
  app.get("/", (c) => {
    c.header("vary", "accept");
    return wantsPage(c) ? answer(c, "index.html") : about(c);
  });
  app.get("/console/:name", (c) => answer(c, c.req.param("name")));
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
