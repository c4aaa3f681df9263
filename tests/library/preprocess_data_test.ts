import { assertEquals, assertRejects } from "@std/assert";
import { resampled } from "../../src/training/whole_signal.ts";
import { preprocessData } from "../../src/mod.ts";
import { FAST, recordings, sound } from "./_sounds.ts";

Deno.test("preprocessData() prepares each recording at each speed, straight and by telephone", async () => {
  const { labels, clips, speeds } = await preprocessData(recordings(1, 0), {
    speeds: [1, 1.1],
  });
  assertEquals([labels, speeds], [["angry", "calm"], [1, 1.1]]);
  assertEquals(clips.map(({ clip }) => [clip.label, clip.speaker]), [
    ["calm", "s0"],
    ["angry", "s1"],
  ]);
  assertEquals(
    clips[0]!.features.map(({ speed, phone }) => [speed, phone]),
    [[1, false], [1, true], [1.1, false], [1.1, true]],
  );
});

Deno.test("preprocessData() takes any rate, and mixes channels down", async () => {
  const [samples] = sound("calm", 1).channels;
  const wide = resampled(samples!, 16_000, 48_000);
  const { clips } = await preprocessData([
    {
      recording: { sampleRateHz: 48_000, channels: [wide, wide] },
      label: "calm",
    },
  ], FAST);
  assertEquals(clips[0]!.samples.length, samples!.length);
  assertEquals(clips[0]!.features[0]!.frames, 198);
});

Deno.test("preprocessData() takes a recording without a name for a speaker of its own", async () => {
  const { clips } = await preprocessData(
    [1, 2, 1].map((seed) => ({
      recording: sound("calm", seed),
      label: "calm",
    })),
    FAST,
  );
  const [a, b, again] = clips.map(({ clip }) => clip.speaker);
  assertEquals([a === b, a === again], [false, true]);
});

Deno.test("preprocessData() refuses what is too short or silent, and goes on", async () => {
  const short = { sampleRateHz: 16_000, channels: [new Float32Array(100)] };
  const silent = { sampleRateHz: 16_000, channels: [new Float32Array(16_000)] };
  const [good] = recordings(1, 0);
  const { clips, refused } = await preprocessData([
    { recording: short, label: "calm" },
    good!,
    { recording: silent, label: "calm" },
  ], FAST);
  assertEquals(clips.length, 1);
  assertEquals(refused.map(({ path }) => path), ["recording 0", "recording 2"]);
  for (const [data, words] of [[[], "there is none"], [[short], "0.3 s"]]) {
    const all = (data as typeof short[]).map((recording) => ({
      recording,
      label: "calm",
    }));
    await assertRejects(
      () => preprocessData(all, FAST),
      RangeError,
      words as string,
    );
  }
});
