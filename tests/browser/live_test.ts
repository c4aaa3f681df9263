/** A call from the microphone and from a file, on the server as it ships. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  assertClean,
  BROKEN,
  launch,
  open,
  textOf,
  waitForHeard,
  waitForText,
} from "./_chromium.ts";
import { coloursOn, download } from "./_files.ts";
import { Program } from "./_program.ts";
import { speechFile } from "./_speech.ts";

const START = "button.primary";
const LINE = "[data-testid=line]";

Deno.test("the page shows a call from the microphone as it goes on, and resumes it when the server comes back", async () => {
  using speech = speechFile(40);
  await using program = await new Program().start();
  await using browser = await launch(speech);
  const watched = await open(browser, program.url, BROKEN);
  const { page } = watched;

  await page.click(START);
  await waitForHeard(page, 3);
  assertEquals(await textOf(page, LINE), "connected");
  assertMatch(await textOf(page, "[data-testid=latency]"), /^\d+ ms$/);
  assertMatch(await textOf(page, "[data-testid=label]"), /[a-z]/);
  assert(await coloursOn(page, ".spectrogram canvas") > 20);
  assert(await coloursOn(page, ".timeline canvas") > 20);

  await program.stop();
  await waitForText(page, LINE, /connection lost, trying again/);
  await program.start();
  await waitForText(page, LINE, /^connected$/);
  await waitForHeard(page, 9);
  assertEquals(await page.$("[role=alert] .trouble"), null);

  await page.click(START);
  await waitForText(page, ".summary h2", /The whole call/);
  const call = await download(page, "Download JSON");
  const indexes = JSON.parse(call).predictions
    .map(({ index }: { index: number }) => index);
  assertEquals(indexes, indexes.map((_: number, i: number) => i));
  const csv = await download(page, "Download CSV");
  assertEquals(csv.trim().split("\r\n").length, indexes.length + 1);
  assertClean(watched);
});

Deno.test("the page streams a chosen file of two channels, and keeps them apart", async () => {
  using speech = speechFile(20, 2);
  await using program = await new Program().start();
  await using browser = await launch();
  const watched = await open(browser, program.url);
  const { page } = watched;
  await page.select(".options label:nth-child(2) select", "0");
  const input = await page.$("input[type=file]");
  await input!.uploadFile(speech.file);
  await waitForText(page, ".summary h2", /The whole call/);
  const voices = await page.$$eval(
    ".channel h3",
    (titles) => titles.map((title) => title.textContent),
  );
  assertEquals(voices, ["customer", "agent"]);
  assertMatch(await textOf(page, ".summary p"), /0:20 of audio/);
  assertClean(watched);
});
