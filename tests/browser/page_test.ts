/** What the page is to those who see it, hear it, or reach it by keys alone. */
import { assert, assertEquals } from "@std/assert";
// The rules of WCAG that a machine can check.
import axe from "axe-core";
import type { Page } from "puppeteer-core";
import { assertClean, launch, open, waitForText } from "./_chromium.ts";
import { servePage } from "./_page_server.ts";
import { speechFile } from "./_speech.ts";

/** Streams a file to its end. */
async function showCall(page: Page, file: string): Promise<void> {
  await page.select(".options label:nth-child(2) select", "0");
  const input = await page.$("input[type=file]");
  await input!.uploadFile(file);
  await waitForText(page, ".summary h2", /The whole call/);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) =>
      `${id}: ${nodes.map(({ html }) => html).join(" ")}`
    );
  });
}

for (
  const [name, colours, width] of [
    ["light", "light", 1200],
    ["dark", "dark", 1200],
    ["phone", "light", 360],
  ] as const
) {
  Deno.test(`the page has no barriers that axe knows: ${name}`, async () => {
    using speech = speechFile(12, 2);
    await using server = servePage();
    await using browser = await launch();
    // A server that keeps no records, which Chromium logs itself.
    const watched = await open(browser, server.httpUrl, /status of 404/);
    const { page } = watched;
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: colours },
    ]);
    await page.setViewport({ width, height: 800 });
    assertEquals(await violations(page), []);
    await showCall(page, speech.file);
    await page.$$eval(
      "details",
      (all) => all.forEach((one) => one.open = true),
    );
    assertEquals(await violations(page), []);
    assertEquals(
      await page.evaluate(() => document.documentElement.scrollWidth),
      width,
    );
    await page.goto(`${server.httpUrl}/#/calls`);
    await page.waitForSelector("#calls-title");
    assertEquals(await violations(page), []);
    assertClean(watched);
  });
}

Deno.test("the page is reached by keys alone, in the order in which it is read", async () => {
  await using server = servePage();
  await using browser = await launch();
  const { page } = await open(browser, server.httpUrl);
  const names: string[] = [];
  for (let i = 0; i < 7; i++) {
    await page.keyboard.press("Tab");
    names.push(
      await page.evaluate(() => {
        const { tagName, textContent } = document.activeElement!;
        return `${tagName} ${textContent}`.slice(0, 24);
      }),
    );
  }
  assertEquals(names.map((name) => name.split(" ")[0]), [
    ...["A", "A", "SUMMARY", "BUTTON", "INPUT", "SELECT", "SELECT"],
  ]);
});

Deno.test("the page says what an estimate is not before anything else", async () => {
  await using server = servePage();
  await using browser = await launch();
  const { page } = await open(browser, server.httpUrl);
  const text = await page.$eval(".note", (note) => note.textContent);
  assert(text?.includes("not of what a person feels"));
  assert(text?.includes("acted speech"));
});

Deno.test("the page says changes of a label to those who cannot see it", async () => {
  using speech = speechFile(12);
  await using server = servePage();
  await using browser = await launch();
  const { page } = await open(browser, server.httpUrl);
  await showCall(page, speech.file);
  await waitForText(page, "[aria-live=polite]", /^customer: /);
});
