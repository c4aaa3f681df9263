import {
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { encodeWav } from "../../src/audio/wav.ts";
import { classifyAudio } from "../../src/session/classify_audio.ts";
import type { Clip } from "../../src/training/clip.ts";
import { underCondition } from "../../src/training/conditions.ts";
import { checkLabelsKnown, hearClips } from "../../src/training/outcomes.ts";
import { readClip } from "../../src/training/read_clip.ts";
import { speechSpan } from "../../src/training/speech_span.ts";
import { fakeModel, LABELS } from "../session/_fakes.ts";
import { silence, speechLike } from "../session/_signals.ts";
import { makeCorpus, withFolder } from "./_corpus.ts";

const FILES = {
  "speech.wav": encodeWav({ sampleRateHz: 16_000, channels: [speechLike(3)] }),
  "silence.wav": encodeWav({ sampleRateHz: 16_000, channels: [silence(2)] }),
  "text.wav": "no sound",
};

/** Clips of files in a folder, all of the second label. */
function clipsIn(folder: string, ...names: string[]): readonly Clip[] {
  const label = LABELS[1]!;
  return makeCorpus(
    names.map((name) => ({ speaker: "1", label, path: `${folder}/${name}` })),
  ).clips;
}

for (const condition of ["clean", "telephone", "loss-5", "noise-10"] as const) {
  Deno.test(`hearClips() hears what a client is told, ${condition}`, async () => {
    await withFolder(FILES, async (folder) => {
      const clips = clipsIn(folder, "speech.wav");
      const { outcomes: [heard] } = await hearClips(
        fakeModel(),
        clips,
        condition,
      );

      const samples = underCondition(
        await readClip(clips[0]!.path),
        condition,
        clips[0]!.sha256,
      );
      const told = await classifyAudio(fakeModel(), {
        sampleRateHz: 16_000,
        channels: [samples],
      });
      assertEquals(heard!.label, 1);
      assertEquals(
        heard!.utterance,
        LABELS.map((label) => told.summary[0]!.posterior![label]!),
      );
      assertEquals(heard!.windows.length, told.predictions.length);
      assertEquals(
        heard!.windows.at(-1),
        LABELS.map((label) => told.predictions.at(-1)!.posterior![label]!),
      );
    });
  });
}

Deno.test("hearClips() tells of each window when it was, and what was shown", async () => {
  await withFolder(FILES, async (folder) => {
    const clips = clipsIn(folder, "speech.wav");
    const model = { ...fakeModel(), uncertainBelow: 0.5 };
    const { outcomes: [heard] } = await hearClips(model, clips, "clean");
    const told = await classifyAudio(model, {
      sampleRateHz: 16_000,
      channels: [await readClip(clips[0]!.path)],
    });
    assertEquals(
      heard!.shown.map(({ startMs, endMs, label, uncertain }) => ({
        startMs,
        endMs,
        label: label === null ? null : LABELS[label],
        state: label === null
          ? "no_speech"
          : uncertain
          ? "uncertain"
          : "speech",
      })),
      told.predictions.map(({ startMs, endMs, label, state }) => ({
        startMs,
        endMs,
        label,
        state,
      })),
    );
  });
});

Deno.test("hearClips() knows when there is speech from the clip as recorded, whatever the condition", async () => {
  await withFolder(FILES, async (folder) => {
    const clips = clipsIn(folder, "speech.wav");
    const samples = await readClip(clips[0]!.path);
    for (const condition of ["clean", "loss-5", "noise-0"] as const) {
      const { outcomes } = await hearClips(fakeModel(), clips, condition);
      assertEquals(outcomes[0]!.speech, speechSpan(samples));
    }
  });
});

Deno.test("hearClips() gives probabilities", async () => {
  await withFolder(FILES, async (folder) => {
    const clips = clipsIn(folder, "speech.wav");
    const { outcomes: [heard] } = await hearClips(fakeModel(), clips, "clean");
    for (const posterior of [heard!.utterance, ...heard!.windows]) {
      if (posterior === null) continue;
      assertAlmostEquals(posterior.reduce((a, b) => a + b), 1, 1e-3);
    }
  });
});

Deno.test("hearClips() hears nothing in silence, refuses what is no sound, and counts on", async () => {
  await withFolder(FILES, async (folder) => {
    let seen = 0;
    const { outcomes, refused } = await hearClips(
      fakeModel(),
      clipsIn(folder, "silence.wav", "text.wav", "speech.wav"),
      "clean",
      () => seen++,
    );
    assertEquals(outcomes[0]!.utterance, null);
    assertEquals(new Set(outcomes[0]!.windows), new Set([null]));
    assertEquals(outcomes.length, 2);
    assertEquals(refused.map(({ path }) => path), [`${folder}/text.wav`]);
    assertEquals(seen, 3);
  });
});

Deno.test("hearClips() blames no clip for a model that fails", async () => {
  await withFolder(FILES, async (folder) => {
    const broken = fakeModel(() => Promise.reject(new SyntaxError("broken")));
    await assertRejects(
      () => hearClips(broken, clipsIn(folder, "speech.wav"), "clean"),
      Error,
    );
  });
});

Deno.test("checkLabelsKnown() wants a word of the model's for every clip", () => {
  const { clips } = makeCorpus([
    { speaker: "1", label: "calm" },
    { speaker: "1", label: "bored" },
  ]);
  checkLabelsKnown(clips.slice(0, 1), LABELS);
  assertThrows(
    () => checkLabelsKnown(clips, LABELS),
    RangeError,
    'one of the model\'s, calm, happy, angry: current value is "bored"',
  );
});
