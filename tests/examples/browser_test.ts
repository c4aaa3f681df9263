import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startExample } from "./_example.ts";

/** What a module imports, as addresses. */
function importsOf(text: string, url: string): string[] {
  return [...text.matchAll(/^(?! \*).*\bfrom "([^"]+)"/gm)]
    .map(([, specifier]) => new URL(specifier!, url).href);
}

Deno.test("examples/browser serves its page and every module that it leads to", async () => {
  await using example = await startExample("browser/serve.ts");
  const home = /http\S+/.exec(example.said)![0];
  const page = await fetch(home);
  assertEquals(page.headers.get("content-type"), "text/html; charset=utf-8");
  assertStringIncludes(await page.text(), 'src="talk.js"');

  const seen = new Set<string>();
  const ahead = [`${home}talk.js`, `${home}client/microphone_worklet.js`];
  for (let url = ahead.pop(); url !== undefined; url = ahead.pop()) {
    if (seen.has(url)) continue;
    seen.add(url);
    const response = await fetch(url);
    assertEquals([url, response.status], [url, 200]);
    assertStringIncludes(
      response.headers.get("content-type")!,
      "text/javascript",
    );
    ahead.push(...importsOf(await response.text(), url));
  }
  assert(seen.has(`${home}client/client/call_stream.js`), [...seen].join());
  const missing = await fetch(`${home}no/such/file`);
  await missing.body?.cancel();
  assertEquals(missing.status, 404);
});
