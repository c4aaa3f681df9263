import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { FEATURES } from "../../src/audio/feature_spec.ts";
import { FeatureCache } from "../../src/training/feature_cache.ts";
import { sha256Hex } from "../../src/model/sha256.ts";
import { makeWav, withFolder } from "./_corpus.ts";

const WAV = makeWav(1);
const SPEEDS = [1, 1.05];

/** Runs a test with one recording and a folder for its features. */
function withClip(
  test: (
    clip: { path: string; sha256: string },
    cache: string,
  ) => Promise<void>,
): Promise<void> {
  return withFolder({ "a.wav": WAV }, async (folder) => {
    const path = `${folder}/a.wav`;
    const sha256 = await sha256Hex(WAV);
    await test({ path, sha256 }, `${folder}/cache/deep`);
  });
}

async function filesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name)
    .sort();
}

Deno.test("FeatureCache computes once and reads ever after", async () => {
  await withClip(async (clip, folder) => {
    const first = new FeatureCache(folder, FEATURES, SPEEDS);
    const computed = await first.variants(clip);
    const again = new FeatureCache(folder, FEATURES, SPEEDS);
    await Deno.remove(clip.path);

    assertEquals(await again.variants(clip), computed);
    assertEquals([first.computedCount, again.computedCount], [1, 0]);
    assertEquals(computed.length, 4);
  });
});

Deno.test("FeatureCache keeps one whole file a clip and nothing unfinished", async () => {
  await withClip(async (clip, folder) => {
    const cache = new FeatureCache(folder, FEATURES, SPEEDS);
    await Promise.all([cache.variants(clip), cache.variants(clip)]);
    const files = await filesIn(folder);
    assertEquals(files.length, 1);
    assert(/^[0-9a-f]{64}\.features$/.test(files[0]!));
  });
});

Deno.test("FeatureCache computes again what a crash left broken", async () => {
  await withClip(async (clip, folder) => {
    const whole = await new FeatureCache(folder, FEATURES, SPEEDS).variants(
      clip,
    );
    const [file] = await filesIn(folder);
    await Deno.truncate(`${folder}/${file}`, 1_000);

    const cache = new FeatureCache(folder, FEATURES, SPEEDS);
    assertEquals(await cache.variants(clip), whole);
    assertEquals(cache.computedCount, 1);
  });
});

Deno.test("FeatureCache never takes features of other content, spec or speeds", async () => {
  await withClip(async (clip, folder) => {
    const plain = await new FeatureCache(folder, FEATURES, SPEEDS).variants(
      clip,
    );
    const others = [
      new FeatureCache(folder, { ...FEATURES, melCount: 40 }, SPEEDS).variants(
        clip,
      ),
      new FeatureCache(folder, FEATURES, [1]).variants(clip),
    ];
    for (const other of await Promise.all(others)) {
      assertNotEquals(other, plain);
    }

    await Deno.writeFile(clip.path, makeWav(2));
    const changed = { ...clip, sha256: await sha256Hex(makeWav(2)) };
    const cache = new FeatureCache(folder, FEATURES, SPEEDS);
    assertNotEquals(await cache.variants(changed), plain);
    assertEquals(await cache.variants(clip), plain);
    assertEquals((await filesIn(folder)).length, 4);
  });
});

Deno.test("FeatureCache refuses a recording it cannot decode, and keeps nothing", async () => {
  await withFolder({ "a.wav": "no sound" }, async (folder) => {
    const cache = new FeatureCache(`${folder}/cache`, FEATURES, SPEEDS);
    const clip = { path: `${folder}/a.wav`, sha256: "0" };
    await assertRejects(() => cache.variants(clip), SyntaxError);
    assertEquals(await filesIn(folder), ["a.wav"]);
  });
});
