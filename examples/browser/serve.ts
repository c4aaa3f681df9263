/**
 * Serves the browser example, with the client as npm has it.
 *
 *     deno run -A examples/browser/serve.ts
 *
 * Then open http://127.0.0.1:8001/ beside a server that lets this page call, as
 * "ALLOWED_ORIGINS=http://127.0.0.1:8001 deno task start" does, or
 * http://127.0.0.1:8001/?server=wss://voice.example.com/v1/stream
 */
import { packageFiles } from "../../scripts/_npm_package.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};
const client = packageFiles();
const port = Number(Deno.env.get("PORT") ?? 8001);

Deno.serve({
  hostname: "127.0.0.1",
  port,
  onListen: ({ port }) => console.log(`open http://127.0.0.1:${port}/`),
}, async (request) => {
  const { pathname } = new URL(request.url);
  const body = pathname.startsWith("/client/")
    ? client.get(pathname.slice("/client/".length))
    : await page(pathname);
  if (body === undefined) return new Response("not found", { status: 404 });
  const type = TYPES[pathname.split(".").at(-1)!] ?? TYPES.html!;
  return new Response(body, { headers: { "content-type": type } });
});

async function page(pathname: string): Promise<string | undefined> {
  const name = { "/": "index.html", "/talk.js": "talk.js" }[pathname];
  if (name === undefined) return undefined;
  return await Deno.readTextFile(new URL(name, import.meta.url));
}
