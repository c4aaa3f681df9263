import { assert, assertEquals, assertRejects } from "@std/assert";
import { MicrophoneError, openMicrophone } from "../../src/client/mod.ts";
import { FakeBrowser } from "./_fake_browser.ts";

const RAMP = Float32Array.from({ length: 48_000 }, (_, i) => i / 48_000);

Deno.test("Microphone gives the device's samples in chunks, in order, at its own rate", async () => {
  for (const [rateHz, chunkMs] of [[44_100, 20], [48_000, 40], [8_000, 60]]) {
    const fake = new FakeBrowser();
    const microphone = await openMicrophone({
      browser: fake.browser(rateHz!),
      chunkMs,
    });
    assertEquals(microphone.sampleRateHz, rateHz);
    fake.hearNothing();
    fake.hear(RAMP);
    microphone.stop();
    const heard: number[] = [];
    const chunkSamples = Math.round(rateHz! * chunkMs! / 1000);
    for await (const chunk of microphone) {
      assertEquals(chunk.length, chunkSamples);
      heard.push(...chunk);
    }
    assertEquals(heard, [...RAMP.subarray(0, heard.length)]);
    assert(heard.length > RAMP.length - chunkSamples);
    assertEquals([fake.track.isStopped, fake.isClosed], [true, true]);
  }
});

Deno.test("openMicrophone() leaves the voice as it is, unless told otherwise", async () => {
  const fake = new FakeBrowser();
  const constraints = { deviceId: "desk", noiseSuppression: true };
  const browser = fake.browser(48_000);
  (await openMicrophone({ browser, constraints })).stop();
  assertEquals(fake.constraints, [{
    audio: {
      channelCount: 1,
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: false,
      deviceId: "desk",
    },
  }]);
});

Deno.test("openMicrophone() lets the browser resample what no server takes", async () => {
  const fake = new FakeBrowser();
  const microphone = await openMicrophone({ browser: fake.browser(96_000) });
  assertEquals(microphone.sampleRateHz, 48_000);
  assertEquals(fake.rates, [96_000, 48_000]);
  microphone.stop();
});

Deno.test("openMicrophone() tells apart why there is no microphone", async () => {
  const denials: [string, string][] = [
    ["NotAllowedError", "refused"],
    ["SecurityError", "refused"],
    ["NotFoundError", "no_device"],
    ["OverconstrainedError", "no_device"],
    ["NotReadableError", "busy"],
    ["AbortError", "busy"],
    ["TypeError", "unsupported"],
  ];
  for (const [denial, code] of denials) {
    const browser = new FakeBrowser().browser(48_000, denial);
    const error = await assertRejects(
      () => openMicrophone({ browser }),
      MicrophoneError,
    );
    assertEquals(error.code, code);
  }
  const { AudioContext: _, ...deaf } = new FakeBrowser().browser(48_000);
  for (const browser of [{}, { navigator: {} }, deaf]) {
    const error = await assertRejects(
      () => openMicrophone({ browser }),
      MicrophoneError,
    );
    assertEquals(error.code, "unsupported");
  }
});

Deno.test("openMicrophone() gives the device back if it cannot be heard", async () => {
  const fake = new FakeBrowser();
  const { AudioWorkletNode: _, ...old } = fake.browser(48_000);
  await assertRejects(() => openMicrophone({ browser: old }), MicrophoneError);
  assertEquals([fake.track.isStopped, fake.isClosed], [true, true]);
});

Deno.test("openMicrophone() says that a page's policy keeps its worklet out", async () => {
  const fake = new FakeBrowser();
  fake.blocksWorklets = true;
  const error = await assertRejects(
    () => openMicrophone({ browser: fake.browser(48_000) }),
    MicrophoneError,
    "workletUrl",
  );
  assertEquals(error.code, "blocked");
  assertEquals([fake.track.isStopped, fake.isClosed], [true, true]);
});

Deno.test("openMicrophone() takes a worklet that is served", async () => {
  const fake = new FakeBrowser();
  await openMicrophone({
    browser: fake.browser(48_000),
    workletUrl: "/microphone_worklet.js",
  }).catch(() => {}); // the fake has no such file
  assertEquals(fake.modules, ["/microphone_worklet.js"]);
});

Deno.test("Microphone that is lost says so, once its chunks are taken", async () => {
  const fake = new FakeBrowser();
  const microphone = await openMicrophone({ browser: fake.browser(48_000) });
  fake.hear(RAMP.subarray(0, 4_000));
  fake.track.onended!();
  let count = 0;
  const error = await assertRejects(async () => {
    for await (const _ of microphone) count++;
  }, MicrophoneError);
  assertEquals([error.code, count], ["lost", 2]);
  assertEquals([fake.track.isStopped, fake.isClosed], [true, true]);
});

Deno.test("Microphone stops when its signal aborts", async () => {
  const fake = new FakeBrowser();
  const controller = new AbortController();
  const { signal } = controller;
  const microphone = await openMicrophone({
    browser: fake.browser(48_000),
    signal,
  });
  controller.abort(new RangeError("enough"));
  await assertRejects(
    async () => {
      for await (const _ of microphone);
    },
    RangeError,
    "enough",
  );
  assert(fake.track.isStopped);

  const other = new FakeBrowser();
  const browser = other.browser(48_000);
  await assertRejects(() => openMicrophone({ browser, signal }), RangeError);
  assertEquals(other.constraints, []);
});

Deno.test("Microphone whose chunks nobody takes ends, and keeps a bounded number", async () => {
  const fake = new FakeBrowser();
  const microphone = await openMicrophone({
    browser: fake.browser(8_000),
    chunkMs: 60,
  });
  const minute = new Float32Array(8_000 * 60);
  fake.hear(minute);
  fake.hear(minute);
  assert(fake.track.isStopped);
  let count = 0;
  const error = await assertRejects(async () => {
    for await (const _ of microphone) count++;
  }, MicrophoneError);
  assertEquals([error.code, count], ["unheard", 1_500]);
});

Deno.test("openMicrophone() refuses chunks that are too short or too long", async () => {
  for (const chunkMs of [19, 61, NaN]) {
    const browser = new FakeBrowser().browser(48_000);
    await assertRejects(
      () => openMicrophone({ browser, chunkMs }),
      RangeError,
      String(chunkMs),
    );
  }
});
