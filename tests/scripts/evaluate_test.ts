import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import { encodeWav } from "../../src/audio/wav.ts";
import { CONDITIONS } from "../../src/training/conditions.ts";
import { writeTinyModel } from "../model/_tiny_model.ts";
import { speechLike } from "../session/_signals.ts";
import { withFolder } from "../training/_corpus.ts";
import { runScript } from "./_programs.ts";

function wavOf(seed: number): Uint8Array<ArrayBuffer> {
  const samples = speechLike(2.5, 16_000, { seed, pitchHz: 90 + 40 * seed });
  return encodeWav({ sampleRateHz: 16_000, channels: [samples] });
}

/** Three clips of two speakers, in two of the tiny model's three labels. */
const FILES = {
  "a.wav": wavOf(1),
  "b.wav": wavOf(2),
  "c.wav": wavOf(3),
  "list.csv":
    "path,label,speaker\na.wav,calm,anna\nb.wav,angry,anna\nc.wav,calm,ben\n",
  "strange.csv": "path,label\na.wav,bored\n",
};

/** Runs a test with that corpus and a model of random weights. */
async function withModel(
  test: (folder: string, model: string) => Promise<void>,
): Promise<void> {
  const model = await writeTinyModel();
  try {
    await withFolder(FILES, (folder) => test(folder, model));
  } finally {
    await Deno.remove(model, { recursive: true });
  }
}

Deno.test("evaluate --json prints one object with all measures", async () => {
  await withModel(async (folder, model) => {
    const { code, output, errors } = await runScript("evaluate", [
      ...["--model", model, "--manifest", `${folder}/list.csv`, "--json"],
    ]);
    assertEquals([code, errors], [0, ""]);
    assertEquals(output.trimEnd().split("\n").length, 1);
    const report = JSON.parse(output);
    assertEquals(report.model, "tiny");
    assertEquals(report.condition, "clean");
    assertEquals(report.labels, ["calm", "happy", "angry"]);
    for (const part of ["utterance", "window"]) {
      for (const measure of ["uar", "accuracy", "macroF1", "ece"]) {
        const value = report[part][measure];
        assert(value >= 0 && value <= 1, `${part}.${measure} is ${value}`);
      }
    }
    assertEquals(Object.keys(report.perActor), ["anna", "ben"]);
    assertEquals(report.confusion.length, 3);
    assertEquals(report.perClassRecall.happy, null);
    assertEquals(report.coverage.clips, 3);
    assertEquals(report.coverage.heardClips, 3);
    assertEquals(report.worstActor.speaker in report.perActor, true);
    assertEquals(report.calibration.temperature, 1.5);
    assertEquals(report.hearingCurve.length, 6);
    assertEquals(report.streaming.stayingLabel.clips, 3);
    assertEquals([report.bySex, report.byIntensity], [{}, {}]);
  });
});

Deno.test("evaluate --json of several conditions prints one report each, the same as alone", async () => {
  await withModel(async (folder, model) => {
    const flags = ["--model", model, "--manifest", `${folder}/list.csv`];
    const [both, alone] = await Promise.all(
      ["clean,noise-10", "noise-10"].map((conditions) =>
        runScript("evaluate", [...flags, "--condition", conditions, "--json"])
      ),
    );
    const report = JSON.parse(both!.output);
    assertEquals(Object.keys(report.conditions), ["clean", "noise-10"]);
    assertEquals(report.model, "tiny");
    assertEquals(report.conditions["noise-10"], JSON.parse(alone!.output));
    assertEquals(Object.keys(report.againstClean), ["noise-10"]);
    const { uar } = report.againstClean["noise-10"];
    assertAlmostEquals(
      uar,
      report.conditions["noise-10"].utterance.uar -
        report.conditions["clean"].utterance.uar,
      1e-4,
    );
  });
});

Deno.test("evaluate of all conditions prints a line for each in every table", async () => {
  await withModel(async (folder, model) => {
    const { code, lines } = await runScript("evaluate", [
      ...["--model", model, "--manifest", `${folder}/list.csv`],
      ...["--actors", "ben", "--condition", "all"],
    ]);
    assertEquals(code, 0);
    const counts = CONDITIONS.map((condition) =>
      lines.filter((line) => line.startsWith(`${condition} `)).length
    );
    assertEquals(counts, [4, ...new Array(CONDITIONS.length - 1).fill(5)]);
  });
});

Deno.test("evaluate --help names every condition", async () => {
  const { code, output } = await runScript("evaluate", ["--help"]);
  assertEquals(code, 0);
  for (const condition of CONDITIONS) assertStringIncludes(output, condition);
});

Deno.test("evaluate takes some speakers, by telephone, and prints tables", async () => {
  await withModel(async (folder, model) => {
    const { code, output } = await runScript("evaluate", [
      ...["--model", model, "--manifest", `${folder}/list.csv`],
      ...["--actors", "ben", "--condition", "telephone"],
    ]);
    assertEquals(code, 0);
    assertStringIncludes(output, "Model tiny, condition telephone");
    assertStringIncludes(output, "Speech was heard on 1 of 1 clips");
    assert(!output.includes("anna"));
  });
});

Deno.test("evaluate answers every fault with one line and exit code 1", async () => {
  await withModel(async (folder, model) => {
    const manifest = ["--manifest", `${folder}/list.csv`];
    const faults: [flags: string[], says: string][] = [
      [["--model", model], "either --corpus DIR or --manifest CSV"],
      [
        [...manifest, "--model", `${folder}/none`],
        "card.json must be readable",
      ],
      [
        [...manifest, "--model", model, "--actors", "eve"],
        "must be one of anna, ben",
      ],
      [
        [...manifest, "--model", model, "--condition", "radio"],
        "must be one of clean, telephone, loss-1",
      ],
      [
        ["--manifest", `${folder}/strange.csv`, "--model", model],
        'current value is "bored"',
      ],
    ];
    const answers = await Promise.all(
      faults.map(([flags]) => runScript("evaluate", flags)),
    );
    answers.forEach(({ code, output, errors }, i) => {
      assertEquals([code, output], [1, ""]);
      assertStringIncludes(errors, faults[i]![1]);
      assertEquals(errors.trimEnd().split("\n").length, 1);
    });
  });
});
