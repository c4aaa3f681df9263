import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createApp } from "../../src/server/app.ts";
import { readConsoleFiles } from "../../src/service/console_files.ts";
import { appDeps } from "./_server.ts";

function app() {
  return createApp({ ...appDeps().deps, consoleFiles: readConsoleFiles() });
}

/** What Chromium, Firefox and Safari ask a page with. */
const BROWSER =
  "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

Deno.test("GET / gives browsers the page, and programs what this is", async () => {
  const page = await app().request("/", { headers: { accept: BROWSER } });
  assertEquals(page.headers.get("content-type"), "text/html; charset=utf-8");
  assertStringIncludes(page.headers.get("vary")!, "accept");
  assertStringIncludes(await page.text(), "<title>Undertone</title>");
  for (const accept of ["application/json", "*/*", undefined]) {
    const headers = accept === undefined ? {} : { accept };
    const about = await app().request("/", { headers });
    assertEquals((await about.json()).name, "undertone");
  }
});

Deno.test("GET /v1 tells what this is, whoever asks", async () => {
  const about = await app().request("/v1", { headers: { accept: BROWSER } });
  assertEquals((await about.json()).name, "undertone");
});

Deno.test("the page names no file that is not served, and no place but its own", async () => {
  const html = new TextDecoder().decode(readConsoleFiles().get("index.html"));
  const places = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) =>
    m[1]!
  );
  assert(places.length >= 4);
  for (const place of places) {
    const { status } = await app().request(`/${place}`);
    assertEquals(status, 200, place);
  }
  assert(!/<script(?![^>]*src=)|style=|\bon[a-z]+="/.test(html));
});

Deno.test("the page runs nothing but its own programs", async () => {
  for (const path of ["/", "/console/console.js"]) {
    const { headers } = await app().request(path, {
      headers: { accept: BROWSER },
    });
    const policy = headers.get("content-security-policy")!;
    assertStringIncludes(policy, "default-src 'none'");
    assertStringIncludes(policy, "script-src 'self' 'wasm-unsafe-eval';");
    assert(!/unsafe-inline|'unsafe-eval'|https?:|\*/.test(policy), policy);
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertEquals(headers.get("referrer-policy"), "no-referrer");
    assertStringIncludes(
      headers.get("permissions-policy")!,
      "microphone=(self)",
    );
  }
});

Deno.test("the page's files come compressed, and not again while they stay", async () => {
  const first = await app().request("/console/console.js", {
    headers: { "accept-encoding": "gzip" },
  });
  assertEquals(first.headers.get("content-encoding"), "gzip");
  assert((await first.arrayBuffer()).byteLength < 100_000);
  const tag = first.headers.get("etag")!;
  const second = await app().request("/console/console.js", {
    headers: { "if-none-match": tag, "accept-encoding": "gzip" },
  });
  assertEquals([second.status, await second.text()], [304, ""]);
});

Deno.test("the first load is under 300 kB even where nothing is compressed", () => {
  const files = [...readConsoleFiles()]
    .filter(([name]) => name !== "licences.txt");
  const bytes = files.reduce((sum, [, file]) => sum + file.length, 0);
  assert(bytes < 300_000, `${bytes} bytes`);
});

Deno.test("GET /console/… answers what is not there with 404", async () => {
  for (const name of ["nothing.js", "..%2F..%2Fdeno.json", "constructor"]) {
    const response = await app().request(`/console/${name}`);
    assertEquals(response.status, 404, name);
    assertEquals((await response.json()).error.code, "not_found");
  }
});
