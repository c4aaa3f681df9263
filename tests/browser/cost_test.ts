/** What a long call costs the machine of who looks at it. */
import { assert, assertEquals } from "@std/assert";
import { encodeG711 } from "../../src/audio/g711.ts";
import { createRiff, WAV_TAG } from "../../src/audio/riff.ts";
import { speechLike } from "../session/_signals.ts";
import { launch, open, waitForHeard } from "./_chromium.ts";
import { watchCost } from "./_cost.ts";
import { servePage } from "./_page_server.ts";
import { speechFile, wavFile } from "./_speech.ts";

const MEBIBYTE = 1_048_576;

Deno.test("a live call costs a core less than a twentieth of its time", async () => {
  using speech = speechFile(60);
  await using server = servePage();
  await using browser = await launch(speech);
  const { page } = await open(browser, server.httpUrl);
  const cost = await watchCost(page);
  await page.click("button.primary");
  await waitForHeard(page, 2);
  const [before, beforeMs] = [await cost(), performance.now()];
  await waitForHeard(page, 12);
  const [after, afterMs] = [await cost(), performance.now()];
  const passedS = (afterMs - beforeMs) / 1_000;
  const shares = {
    thread: (after.threadS - before.threadS) / passedS,
    process: (after.processS - before.processS) / passedS,
  };
  console.log(shares);
  assert(shares.thread < 0.05, JSON.stringify(shares));
});

Deno.test("an hour-long file is streamed a piece at a time, and the page grows no more", async () => {
  using hour = hourLongFile();
  // A server whose clock runs so fast that it hears the hour without a pause.
  await using server = servePage({ now: () => 1_000 * performance.now() });
  await using browser = await launch();
  const { page } = await open(browser, server.httpUrl);
  page.setDefaultTimeout(60_000);
  const cost = await watchCost(page);
  const idle = await cost();
  await page.select(".options label:nth-child(2) select", "0");
  const input = await page.$("input[type=file]");
  await input!.uploadFile(hour.file);
  await waitForHeard(page, 900);
  const quarter = await cost();
  await waitForHeard(page, 3_590);
  const whole = await cost();
  console.log({ idle, quarter, whole });
  assert(quarter.heapBytes - idle.heapBytes < 24 * MEBIBYTE);
  assert(whole.heapBytes - quarter.heapBytes < 4 * MEBIBYTE);
  assertEquals(whole.nodes, quarter.nodes);
});

/** An hour by telephone: half a minute over and over, in mu-law. */
function hourLongFile() {
  const rateHz = 8_000;
  const codes = new Uint8Array(30 * rateHz);
  encodeG711("mulaw", speechLike(30, rateHz), codes);
  const data = new Uint8Array(3_600 * rateHz);
  for (let at = 0; at < data.length; at += codes.length) data.set(codes, at);
  return wavFile(createRiff({
    tag: WAV_TAG.mulaw,
    channelCount: 1,
    sampleRateHz: rateHz,
    bitsPerSample: 8,
    blockBytes: 1,
  }, data));
}
