/** What the page is to those who see it, hear it, or reach it by keys alone. */
import { assert, assertEquals } from "@std/assert";
// The rules of WCAG that a machine can check.
import axe from "axe-core";
import type { Page } from "puppeteer-core";
import {
  assertClean,
  BROKEN,
  launch,
  open,
  textOf,
  waitForText,
} from "./_chromium.ts";
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

/** Looks at a view by light, by dark, and on a phone. */
async function assertNoBarriers(page: Page): Promise<void> {
  for (
    const [colours, width] of [
      ["light", 1_200],
      ["dark", 1_200],
      ["light", 360],
    ] as const
  ) {
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: colours },
    ]);
    await page.setViewport({ width, height: 800 });
    assertEquals(await violations(page), [], `${colours}, ${width} pixels`);
    const contentWidth = await page.evaluate(() =>
      document.documentElement.scrollWidth
    );
    assertEquals(contentWidth, width);
  }
}

Deno.test("the page has no barriers that axe knows, by light, by dark and on a phone", async () => {
  using speech = speechFile(12, 2);
  await using server = servePage();
  await using browser = await launch();
  const watched = await open(browser, server.httpUrl, BROKEN);
  const { page } = watched;
  await assertNoBarriers(page);
  await showCall(page, speech.file);
  await page.$$eval("details", (all) => all.forEach((one) => one.open = true));
  await assertNoBarriers(page);
  await page.evaluate(() => location.hash = "#/calls");
  await page.waitForSelector("#calls-title");
  await assertNoBarriers(page);
  assertClean(watched);
});

Deno.test("the page says first what an estimate is not, is reached by keys, and speaks", async () => {
  using speech = speechFile(6);
  await using server = servePage();
  await using browser = await launch();
  const { page } = await open(browser, server.httpUrl);
  const note = await textOf(page, ".note");
  assert(note.includes("not of what a person feels"), note);
  assert(note.includes("acted speech"), note);
  assertEquals(await tabStops(page, 7), [
    ...["A", "A", "SUMMARY", "BUTTON", "INPUT", "SELECT", "SELECT"],
  ]);
  await showCall(page, speech.file);
  await waitForText(page, "[aria-live=polite]", /^customer: /);
});

/** What the next keys reach. */
async function tabStops(page: Page, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    await page.keyboard.press("Tab");
    names.push(await page.evaluate(() => document.activeElement!.tagName));
  }
  return names;
}
