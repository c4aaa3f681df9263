/** Chromium, driven from outside; it must be on the machine. */
// Drives a browser that is there, and downloads none.
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { assertEquals } from "@std/assert";

const PATH = Deno.env.get("CHROMIUM_PATH") || "/usr/bin/chromium";

/** What the browser hears: a WAV file, nothing as there is no device, or nothing as it may not. */
export type Microphone = { readonly file: string } | "none" | "refused";

/** A browser that ends with the scope. */
export async function launch(
  microphone: Microphone = "none",
): Promise<Browser & AsyncDisposable> {
  assertChromium();
  return await puppeteer.launch({
    executablePath: PATH,
    args: [
      "--no-sandbox", // in a container there is none to be had
      "--mute-audio",
      ...flagsOf(microphone),
    ],
  });
}

/** One sentence instead of a stack, where there is no browser. */
function assertChromium(): void {
  try {
    Deno.statSync(PATH);
  } catch (cause) {
    throw new Error(
      `Cannot test in a browser as Chromium must be at ${PATH}: install it ("apt-get install chromium"), or set CHROMIUM_PATH`,
      { cause },
    );
  }
}

function flagsOf(microphone: Microphone): string[] {
  if (microphone === "none") return ["--use-fake-ui-for-media-stream"];
  const device = "--use-fake-device-for-media-stream";
  if (microphone === "refused") return [device, "--deny-permission-prompts"];
  return [
    device,
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-audio-capture=${microphone.file}%noloop`,
  ];
}

/** What Chromium logs itself of a server that is gone, or that refuses. */
export const BROKEN = /WebSocket connection|net::ERR_|status of 4(?:01|04|26)/;

/** A page, and all that went wrong on it by itself. */
export interface Watched {
  readonly page: Page;
  readonly faults: readonly string[];
}

/**
 * Opens a page and notes errors on its console, exceptions and requests that it
 * sends elsewhere.
 *
 * @param allowed What may stand on the console: a browser logs each refused
 * request itself.
 */
export async function open(
  browser: Browser,
  url: string,
  allowed = /^$/,
): Promise<Watched> {
  const page = await browser.newPage();
  const faults: string[] = [];
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => {
    const isBad = ["error", "warn"].includes(message.type());
    if (isBad && !allowed.test(message.text())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    const isOwn = origin === new URL(url).origin || protocol === "blob:";
    if (!isOwn) faults.push(`asks ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector("main h2, main section"); // it may follow a call, and is never idle
  return { page, faults };
}

/** The text of what is found first. */
export function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? "");
}

/** Waits until the page shows a text somewhere within an element. */
export async function waitForText(
  page: Page,
  selector: string,
  pattern: RegExp,
): Promise<void> {
  try {
    await page.waitForFunction(
      (selector, source) =>
        [...document.querySelectorAll(selector)].some((element) =>
          new RegExp(source).test(element.textContent ?? "")
        ),
      { polling: 200 }, // each frame would cost more than the page itself
      selector,
      pattern.source,
    );
  } catch (cause) {
    const shown = await textOf(page, "#app");
    throw new Error(`Cannot find ${pattern} as the page shows ${shown}`, {
      cause,
    });
  }
}

/** Waits until a page has so many predictions, by what can be counted: the place of the last. */
export async function waitForHeard(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction(
    (seconds) => {
      const text = document.querySelector("[data-testid=heard]")?.textContent;
      const parts = (text ?? "").split(":").map(Number);
      return parts.reduce((sum, part) => 60 * sum + part, 0) >= seconds;
    },
    { polling: 200 },
    seconds,
  );
}

/** Fails if something went wrong on the page by itself. */
export function assertClean({ faults }: Watched): void {
  assertEquals(faults, []);
}
