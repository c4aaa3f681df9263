import { assertEquals } from "@std/assert";
import { CLOCK, FileSource } from "../../../src/console/audio/file_source.ts";
import type { WavFile } from "../../../src/console/audio/wav_file.ts";

/** A file of one channel at 8 kHz, in slices of 250 ms. */
function fileOf(slices: number): WavFile {
  return {
    name: "a.wav",
    sampleRateHz: 8_000,
    channelCount: 1,
    durationMs: 250 * slices,
    async *slices() {
      for (let i = 0; i < slices; i++) {
        yield await [new Float32Array(2_000).fill(i)];
      }
    },
  };
}

/** A clock that jumps to the end of every wait, and remembers it. */
function jumpingClock() {
  let nowMs = 1_000;
  const waits: number[] = [];
  return {
    waits,
    now: () => nowMs,
    sleep(ms: number) {
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

async function lengths(source: FileSource): Promise<number[]> {
  const lengths: number[] = [];
  for await (const [samples] of source.chunks()) lengths.push(samples!.length);
  return lengths;
}

Deno.test("FileSource streams tenths of a second at the file's own pace", async () => {
  const clock = jumpingClock();
  const source = new FileSource(fileOf(2), 1, clock);
  assertEquals(await lengths(source), [800, 800, 400, 800, 800, 400]);
  assertEquals(clock.waits, [100, 100, 50, 100, 100]);
});

Deno.test("FileSource streams so many times as fast", async () => {
  const clock = jumpingClock();
  await lengths(new FileSource(fileOf(2), 4, clock));
  assertEquals(clock.waits, [25, 25, 12.5, 25, 25]);
});

Deno.test("FileSource waits for nothing at speed 0", async () => {
  const clock = jumpingClock();
  await lengths(new FileSource(fileOf(2), 0, clock));
  assertEquals(clock.waits, []);
});

Deno.test("FileSource makes up for a page that was late", async () => {
  const clock = jumpingClock();
  const source = new FileSource(fileOf(2), 1, clock);
  const chunks = source.chunks();
  await chunks.next();
  await clock.sleep(230); // the page was busy for so long
  for await (const _ of chunks);
  assertEquals(clock.waits, [230, 20, 100, 100]);
});

Deno.test("FileSource ends when it is stopped, at once if it waits", async () => {
  const source = new FileSource(fileOf(1_000), 1); // by the real clock
  const chunks = source.chunks();
  await chunks.next();
  const second = chunks.next();
  source.stop();
  assertEquals((await second).done, true);
});

Deno.test("CLOCK sleeps until its time or until it is called off, and leaves nothing on the signal", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...words: Parameters<typeof add>) => {
    listeners++;
    add(...words);
  };
  signal.removeEventListener = (...words: Parameters<typeof remove>) => {
    listeners--;
    remove(...words);
  };
  await CLOCK.sleep(0, signal);
  assertEquals(listeners, 0);
  const sleeping = CLOCK.sleep(3_600_000, signal);
  controller.abort();
  await sleeping;
  assertEquals(listeners, 0);
});
