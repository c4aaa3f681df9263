/** A call that another page sends, on the server as it ships. */
import { assertEquals, assertMatch } from "@std/assert";
import {
  assertClean,
  BROKEN,
  launch,
  open,
  textOf,
  waitForHeard,
  waitForText,
  type Watched,
} from "./_chromium.ts";
import { keyOf, storedKeys } from "./_keys.ts";
import { Program } from "./_program.ts";
import { speechFile } from "./_speech.ts";

const LINE = "[data-testid=line]";

Deno.test("pages list a call, follow it side by side, and show it when it is over", async () => {
  using speech = speechFile(60);
  await using program = await new Program().start();
  await using browser = await launch(speech);
  const caller = await open(browser, program.url);
  await caller.page.click("button.primary");
  await waitForHeard(caller.page, 2);

  const follower = await open(browser, `${program.url}/#/calls`);
  await follower.page.waitForSelector("table.calls a");
  assertMatch(await textOf(follower.page, "table.calls"), /live.*native/);
  await follower.page.click("table.calls a");
  await waitForHeard(follower.page, 4);
  assertEquals(await textOf(follower.page, LINE), "connected");
  const second = await open(browser, follower.page.url());
  await waitForHeard(second.page, 5);

  await caller.page.bringToFront();
  await caller.page.click("button.primary");
  for (const { page } of [caller, follower, second]) {
    await page.bringToFront();
    await waitForText(page, ".summary h2", /The whole call/);
    assertEquals(await textOf(page, LINE), "call over");
  }
  const late = await open(browser, follower.page.url());
  await waitForText(late.page, ".summary h2", /The whole call/);
  [caller, follower, second, late].forEach(assertClean);
});

Deno.test("pages ask for a key, and for another when theirs is no longer accepted in mid-call", async () => {
  using speech = speechFile(60);
  await using program = await new Program({ API_KEYS: storedKeys("one") })
    .start();
  await using browser = await launch(speech);
  const caller = await open(browser, program.url, BROKEN);
  await caller.page.click("button.primary");
  await waitForText(caller.page, ".trouble", /does not accept this key/);
  await enterKey(caller, "one");
  await caller.page.click("button.primary");
  await waitForHeard(caller.page, 3);

  const follower = await open(browser, `${program.url}/#/calls`, BROKEN);
  await enterKey(follower, "one");
  await follower.page.waitForSelector("table.calls a");
  await follower.page.click("table.calls a");
  await waitForHeard(follower.page, 3);

  await program.stop("SIGTERM");
  await program.start({ API_KEYS: storedKeys("two") });
  for (const watched of [caller, follower]) {
    await watched.page.bringToFront();
    await waitForText(watched.page, ".trouble", /does not accept this key/);
    await enterKey(watched, "two");
    await waitForText(watched.page, LINE, /^connected$/);
    await watched.page.waitForFunction(() =>
      !document.querySelector(".trouble")
    );
  }
  const heardS = await heard(caller);
  await caller.page.bringToFront();
  await waitForHeard(caller.page, heardS + 2);
  [caller, follower].forEach(assertClean);
});

async function enterKey({ page }: Watched, name: string): Promise<void> {
  const form = await page.waitForSelector(".trouble form.key");
  await form!.$eval("input", (input) => input.focus());
  await page.keyboard.type(keyOf(name));
  await page.keyboard.press("Enter");
}

async function heard({ page }: Watched): Promise<number> {
  const text = await textOf(page, "[data-testid=heard]");
  const [minutes = "0", seconds = "0"] = text.split(":");
  return 60 * Number(minutes) + Number(seconds);
}
