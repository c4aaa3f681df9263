import {
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import { planRuns } from "../../src/training/cross_validation_plan.ts";
import {
  type CrossValidation,
  type FinishedRun,
  poolRuns,
} from "../../src/training/cross_validation_results.ts";
import { crossValidationText } from "../../src/training/cross_validation_text.ts";
import { KNOBS } from "../../src/training/knobs.ts";
import { makeCorpus } from "./_corpus.ts";
import { type Answered, makeRun } from "./_heard_runs.ts";

const PROTOCOL = {
  folds: ["F0", "F1"],
  seeds: [0, 1],
  knobs: { ...KNOBS, epochs: 5 },
  members: 1,
  conditions: ["clean", "telephone"],
} as const;

const CORPUS = makeCorpus(
  Array.from({ length: 24 }, (_, i) => ({ speaker: String(i + 1) }))
    .flatMap(({ speaker }) =>
      ["calm", "sad"].map((label) => ({
        speaker,
        label,
        path: `${speaker} ${label}`,
        sha256: `${speaker} ${label}`,
      }))
    ),
);

/** Nine of ten right and said with odds of 81 to 1, by telephone eight of ten. */
async function results(choice = {}): Promise<CrossValidation> {
  const protocol = { ...PROTOCOL, ...choice };
  const runs = await planRuns(CORPUS, protocol);
  const finished = runs.map((run): FinishedRun => {
    const heard = PROTOCOL.conditions.map((condition, i) => {
      const answers = Array.from(
        { length: 10 },
        (_, j): Answered => [run.fold, j < 9 - i ? 0 : 1, 81 / 82],
      );
      const { outcomes } = makeRun(run.fold, run.seed, answers);
      return [condition, { outcomes, refused: [] }];
    });
    return [run, {
      format: 1,
      fold: run.fold,
      seed: run.seed,
      date: "2026-01-01",
      weightsSha256: "ab",
      heard: Object.fromEntries(heard),
    }];
  });
  return poolRuns(CORPUS, protocol, finished, new Date("2026-02-03"));
}

Deno.test("poolRuns() says of what the figures are", async () => {
  const { date, labels, protocol, runs } = await results();
  assertEquals([date, labels], ["2026-02-03", ["calm", "sad"]]);
  assertEquals(protocol.folds, ["F0", "F1"]);
  assertEquals(protocol.corpus.clips, 48);
  const { seed: _, ...knobs } = { ...KNOBS, epochs: 5 };
  assertEquals(protocol.recipe.knobs, knobs);
  assertEquals(runs.map(({ fold, seeds }) => [fold, seeds]), [
    ["F0", [0]],
    ["F1", [0]],
    ["F0", [1]],
    ["F1", [1]],
  ]);
  assertEquals(runs[0]!.testClips, 10);
  assertEquals(runs[0]!.trainSpeakers.includes("2"), false);
});

Deno.test("poolRuns() fits one temperature over conditions, and measures each before and after", async () => {
  const { calibration } = await results();
  // 68 of 80 right: odds of 17 to 3
  const expected = Math.log(81) / Math.log(17 / 3);
  assertAlmostEquals(calibration.temperature, expected, 2e-3);
  assertEquals(calibration.outputs, 80);
  const { clean, telephone } = calibration.ece;
  assertAlmostEquals(clean!.before.mean, 81 / 82 - 0.9, 1e-4);
  assertAlmostEquals(clean!.after.mean, 0.05, 1e-3);
  assertAlmostEquals(telephone!.before.mean, 81 / 82 - 0.8, 1e-4);
  assertAlmostEquals(telephone!.after.mean, 0.05, 1e-3);
  assertAlmostEquals(telephone!.crossFitted!.mean, 0.05, 1e-3);
});

Deno.test("poolRuns() bins the answers of all seeds at each temperature", async () => {
  const { calibration } = await results();
  const { before, after, crossFitted } = calibration.bins["telephone"]!;
  assertEquals(before, [{ count: 40, confidence: 0.9878, accuracy: 0.8 }]);
  for (const bins of [after, crossFitted!]) {
    assertEquals(bins.map(({ count }) => count), [40]);
    assertAlmostEquals(bins[0]!.confidence, 0.85, 1e-3);
    assertEquals(bins[0]!.accuracy, 0.8);
  }
});

Deno.test("poolRuns() compares each condition with the first", async () => {
  const { differences, conditions } = await results();
  assertEquals(conditions["clean"]!.pooled.accuracy.mean, 0.9);
  assertEquals(
    differences.map((
      { condition, against, accuracy },
    ) => [condition, against, accuracy.mean]),
    [["telephone", "clean", -0.1]],
  );
});

Deno.test("poolRuns() gives what JSON holds without loss", async () => {
  const pooled = await results();
  assertEquals(JSON.parse(JSON.stringify(pooled)), pooled);
});

Deno.test("crossValidationText() tells the figures in percent", async () => {
  const page = crossValidationText(await results()).join("\n");
  for (
    const line of [
      "2026-02-03: folds F0, F1, seeds 0, 1, 5 epochs; 4 runs on a corpus of 48 clips by 24 speakers.",
      "## clean",
      "| **all folds** | 50.0 ± 0.0 | 90.0 ± 0.0 | 47.4 ± 0.0 | 50.0 / 50.0 |",
      "| calm | 100.0 | 36 | 0 |",
      "| telephone against clean | 0.0 ± 0.0 | 0.0 | 0.0 | -10.0 ± 0.0 |",
      "| clean | 8.8 ± 0.0 | 5.0 ± 0.0 | 5.0 ± 0.0 |",
    ]
  ) {
    assertEquals([line, page.includes(line)], [line, true], page);
  }
});

Deno.test("crossValidationText() says of several networks that they are, and what they share", async () => {
  const pooled = await results({ seeds: [0, 1, 2], members: 2 });
  assertEquals(pooled.protocol.members, 2);
  assertEquals(pooled.conditions["clean"]!.pooled.uar.perSeed.length, 3);
  const page = crossValidationText(pooled).join("\n");
  assertStringIncludes(page, "of the seeds 0+1, 1+2, 2+0, whose logits");
  assertStringIncludes(page, "share networks: they are not independent");
  const all = crossValidationText(await results({ members: 2 })).join("\n");
  assertStringIncludes(all, "of the seeds 0+1, whose logits");
  assertEquals(all.includes("share networks"), false);
});

Deno.test("crossValidationText() writes tables that are tables", async () => {
  const lines = crossValidationText(await results());
  const widths = lines.map((line) =>
    line.startsWith("|") ? line.split("|").length : 0
  );
  widths.forEach((width, i) => {
    const before = widths[i - 1] ?? 0;
    if (width > 0 && before > 0) assertEquals(width, before, lines[i]);
    if (width > 0 && before === 0) assertEquals(lines[i - 1], "");
  });
});
