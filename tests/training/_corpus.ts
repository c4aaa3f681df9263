/**
 * Corpora and recordings made by the tests themselves.
 *
 * @module
 */
import { encodeWav } from "../../src/audio/wav.ts";
import type { Clip, Corpus } from "../../src/training/clip.ts";
import { Random } from "../../src/training/random.ts";

/** Half a second of noise that swells and dies, between two silences; another for another seed. */
export function makeSound(seed: number, seconds = 1): Float32Array {
  const random = new Random(seed, "sound");
  const length = Math.round(16_000 * seconds);
  return Float32Array.from({ length }, (_, i) => {
    const swell = Math.max(0, Math.sin(2 * Math.PI * (i / length - 0.25)));
    return 0.3 * swell * random.normal() + 1e-4 * random.normal();
  });
}

/** That sound as a WAV file at 16 kHz. */
export function makeWav(seed: number, seconds = 1): Uint8Array<ArrayBuffer> {
  return encodeWav({
    sampleRateHz: 16_000,
    channels: [makeSound(seed, seconds)],
  });
}

/** Runs a test in a folder of its own, with files of these contents, and takes it away. */
export async function withFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [path, content] of Object.entries(files)) {
      const file = `${folder}/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), {
        recursive: true,
      });
      if (typeof content === "string") await Deno.writeTextFile(file, content);
      else await Deno.writeFile(file, content);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A corpus of clips that exist on paper only, for what never opens a file. */
export function makeCorpus(
  clips: readonly (Partial<Clip> & Pick<Clip, "speaker">)[],
): Corpus {
  const full = clips.map((clip, i) => ({
    path: `${i}.wav`,
    label: "calm",
    sha256: String(i),
    ...clip,
  }));
  return {
    labels: [...new Set(full.map(({ label }) => label))].sort(),
    clips: full,
    refused: [],
    skipped: {},
    duplicates: [],
    speakersKnown: true,
  };
}
