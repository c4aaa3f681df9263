/** What goes wrong, what the page says of it, and the way on. */
import { assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { encodeWav } from "../../src/audio/wav.ts";
import { assertClean, launch, open, waitForText } from "./_chromium.ts";
import { servePage } from "./_page_server.ts";
import { speechFile, wavFile } from "./_speech.ts";

async function choose(page: Page, file: string): Promise<void> {
  const input = await page.$("input[type=file]");
  await input!.uploadFile(file);
}

Deno.test("without a microphone, or without leave to use it, the page says so and takes a file", async () => {
  using speech = speechFile(3);
  await using server = servePage();
  for (
    const [microphone, words] of [
      ["none", /There is no microphone.*WAV file works without/],
      ["refused", /not allowed to use the microphone.*try again/],
    ] as const
  ) {
    await using browser = await launch(microphone);
    const watched = await open(browser, server.httpUrl);
    const { page } = watched;
    await page.click("button.primary");
    await waitForText(page, "[role=alert]", words);
    await page.select(".options label:nth-child(2) select", "0");
    await choose(page, speech.file);
    await waitForText(page, ".summary h2", /The whole call/);
    assertClean(watched);
  }
});

Deno.test("what is no WAV file is refused with the reason, and the next one is taken", async () => {
  using letter = wavFile(
    new TextEncoder().encode("Dear Sir or Madam, this is no sound"),
  );
  using nothing = wavFile(new Uint8Array());
  using fast = wavFile(encodeWav({
    sampleRateHz: 96_000,
    channels: [new Float32Array(96_000)],
  }));
  using speech = speechFile(3);
  await using server = servePage();
  await using browser = await launch();
  const watched = await open(browser, server.httpUrl);
  const { page } = watched;
  for (
    const [{ file }, reason] of [
      [letter, /must begin with "RIFF"/],
      [nothing, /must not be empty/],
      [fast, /rate must be within 8000 and 48000/],
    ] as const
  ) {
    await choose(page, file);
    await waitForText(page, ".trouble", /not a WAV file that can be streamed/);
    await waitForText(page, ".trouble", reason);
  }
  await page.select(".options label:nth-child(2) select", "0");
  await choose(page, speech.file);
  await waitForText(page, ".summary h2", /The whole call/);
  assertEquals(await page.$(".trouble"), null);
  assertClean(watched);
});

Deno.test("a call that nobody knows, and a server that is gone, are told with a way on", async () => {
  const server = servePage();
  await using browser = await launch();
  const { page } = await open(
    browser,
    `${server.httpUrl}/#/calls/no-such-call`,
  );
  await waitForText(page, ".trouble", /There is no such call/);
  await server[Symbol.asyncDispose]();
  await page.evaluate(() => location.hash = "#/calls");
  await waitForText(
    page,
    ".trouble",
    /cannot be reached.*comes back by itself/,
  );
  await page.evaluate(() => location.hash = "#/live");
  using speech = speechFile(3);
  await choose(page, speech.file);
  await waitForText(page, ".trouble", /cannot be reached.*start again/);
});
