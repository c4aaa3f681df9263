import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { encodeWav } from "../../src/audio/wav.ts";
import { readClip } from "../../src/training/read_clip.ts";
import { makeSound, withFolder } from "./_corpus.ts";

Deno.test("readClip() reads samples at 16 kHz as they are, to 16 bits", async () => {
  const sound = makeSound(1);
  const wav = encodeWav({ sampleRateHz: 16_000, channels: [sound] });
  await withFolder({ "a.wav": wav }, async (folder) => {
    const samples = await readClip(`${folder}/a.wav`);
    assertEquals(samples.length, sound.length);
    samples.forEach((sample, i) => {
      const clipped = Math.max(-1, Math.min(1, sound[i]!));
      assertAlmostEquals(sample, clipped, 1 / 32_768);
    });
  });
});

Deno.test("readClip() mixes channels down and resamples", async () => {
  const left = makeSound(2);
  const wav = encodeWav({
    sampleRateHz: 48_000,
    channels: [left, left.map((x) => -x)],
  });
  await withFolder({ "a.wav": wav }, async (folder) => {
    const samples = await readClip(`${folder}/a.wav`);
    assertEquals(samples.length, Math.ceil(left.length / 3));
    samples.forEach((sample) => assertAlmostEquals(sample, 0, 1e-4));
  });
});

for (
  const [what, content] of [["text", "this is no sound"], [
    "nothing",
    "",
  ]] as const
) {
  Deno.test(`readClip() refuses a file that holds ${what}`, async () => {
    await withFolder({ "a.wav": content }, async (folder) => {
      await assertRejects(() => readClip(`${folder}/a.wav`), SyntaxError);
    });
  });
}
