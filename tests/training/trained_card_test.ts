import { assert, assertEquals } from "@std/assert";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import {
  trainedCard,
  type TrainedParts,
} from "../../src/training/trained_card.ts";
import { parseRavdessName } from "../../src/training/ravdess_name.ts";
import { TrainingRun } from "../../src/training/training_run.ts";
import { tinyClips, tinyTask } from "./_tiny_task.ts";

await startWasmBackend();

/** A run that was never trained, with so many validation clips. */
function parts(validationCount: number): TrainedParts {
  const task = tinyTask(1);
  const split = { train: [], validation: [], test: [], leftOut: [] };
  return {
    name: "tiny",
    task,
    run: TrainingRun.begin(task, "ab", "unused"),
    data: {
      labels: ["falling", "rising"],
      split,
      train: task.clips,
      validation: tinyClips(validationCount),
      refused: [],
      sha256: "ab",
    },
  };
}

const TODAY = new Date("2026-02-03");

Deno.test("trainedCard() calibrates on the validation clips, and says so", () => {
  const card = trainedCard(parts(6), TODAY);
  assert(card.temperature >= 1.2 && card.uncertainBelow > 0);
  assertEquals(card.training["calibratedOn"], "the validation clips");
  assertEquals(card.scores["clips"], 6);
  assertEquals(card.created, "2026-02-03");
});

Deno.test("trainedCard() takes a calibration from elsewhere, and says whence", () => {
  const calibration = {
    temperature: 1.31,
    uncertainBelow: 0.42,
    from: "there",
  };
  for (const validationCount of [0, 6]) {
    const card = trainedCard({ ...parts(validationCount), calibration }, TODAY);
    assertEquals(card.temperature, 1.31);
    assertEquals(card.uncertainBelow, 0.42);
    assertEquals(card.training["calibratedOn"], "there");
  }
});

Deno.test("trainedCard() leaves posteriors as they are where nothing is known", () => {
  const card = trainedCard(parts(0), TODAY);
  assertEquals([card.temperature, card.uncertainBelow], [1, 0]);
  assertEquals(card.training["calibratedOn"], "nothing");
  assertEquals(card.scores, {});
});

Deno.test("trainedCard() counts the songs among the clips, where there are any", () => {
  const clip = (path: string) => ({
    path,
    label: "calm",
    speaker: "2",
    sha256: path,
  });
  const sung = (path: string) => ({
    ...clip(path),
    ravdess: parseRavdessName("03-02-02-01-01-01-02.wav")!,
  });
  const given = parts(0);
  const split = {
    ...given.data.split,
    train: [clip("a"), sung("b"), sung("c")],
    test: [clip("d")],
  };
  const { training } = trainedCard(
    { ...given, data: { ...given.data, split } },
    TODAY,
  );
  assertEquals(training["train"], { clips: 3, songs: 2, speakers: ["2"] });
  assertEquals(training["test"], { clips: 1, speakers: ["2"] });
});
