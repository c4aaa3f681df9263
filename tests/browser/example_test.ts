/** The browser example, in a browser: the packed client and a microphone. */
import { assertEquals, assertMatch } from "@std/assert";
import { startExample } from "../examples/_example.ts";
import { appDeps, serve } from "../server/_server.ts";
import { launch } from "./_chromium.ts";
import { speechFile } from "./_speech.ts";

Deno.test("examples/browser hears a microphone, and tells how it sounds", async () => {
  using speech = speechFile(20);
  await using example = await startExample("browser/serve.ts");
  const home = /http\S+/.exec(example.said)![0];
  const { deps } = appDeps();
  const allowedOrigins = [new URL(home).origin];
  await using server = serve({
    ...deps,
    browsers: { ...deps.browsers, allowedOrigins },
  });
  await using browser = await launch(speech);
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto(`${home}?server=${server.streamUrl}`);

  await page.click("#talk");
  const shows = (pattern: string) =>
    page.waitForFunction(
      (pattern) =>
        new RegExp(pattern).test(
          document.querySelector("#label")!.textContent!,
        ),
      { polling: 200 },
      pattern,
    );
  await shows("^(calm|happy|angry) \\(\\d+ %\\)$");
  await page.click("#talk");
  await shows("^All in all: ");
  assertMatch(
    await page.$eval("#state", (element) => element.textContent!),
    /^ended$/,
  );
  assertEquals(faults, []);
});
