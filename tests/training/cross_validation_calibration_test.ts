import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { classifyAudio } from "../../src/session/classify_audio.ts";
import type { SessionModel } from "../../src/session/scoring.ts";
import {
  answersAt,
  eceAt,
  fitCalibration,
} from "../../src/training/cross_validation_calibration.ts";
import { fakeModel, fakeScore, LABELS } from "../session/_fakes.ts";
import { speechLike } from "../session/_signals.ts";
import { type Answered, makeRun } from "./_heard_runs.ts";
import { makeOutcome } from "./_outcomes.ts";

/** The fake model, its logits divided by a temperature. */
function servedAt(temperature: number): SessionModel {
  return fakeModel(async (request) => {
    const { steps, posterior } = await fakeScore(request);
    const powers = posterior.map((share) => share ** (1 / temperature));
    const sum = powers.reduce((a, b) => a + b);
    return { steps, posterior: powers.map((power) => power / sum) };
  });
}

/** What a client is told of a whole clip. */
async function utteranceAt(temperature: number): Promise<number[]> {
  const samples = speechLike(6, 16_000);
  const audio = { sampleRateHz: 16_000, channels: [samples] };
  const { summary } = await classifyAudio(servedAt(temperature), audio);
  assert(summary[0]!.speechWindows > 3);
  return LABELS.map((label) => summary[0]!.posterior![label]!);
}

Deno.test("answersAt() is what a session would have sent at another temperature", async () => {
  const outcome = makeOutcome({ utterance: await utteranceAt(1) });
  for (const temperature of [0.7, 1, 1.6, 3]) {
    const [answer] = answersAt([outcome], temperature);
    const served = await utteranceAt(temperature);
    served.forEach((share, i) =>
      assertAlmostEquals(answer!.posterior![i]!, share, 2e-6)
    );
  }
});

Deno.test("answersAt() keeps a clip on which nothing was heard as one without an answer", () => {
  const outcomes = [
    makeOutcome({ label: 1 }),
    makeOutcome({ utterance: [1, 0] }),
  ];
  const [silent, sure] = answersAt(outcomes, 2);
  assertEquals(silent, { label: 1, posterior: null });
  assertAlmostEquals(sure!.posterior![0]!, 0.999, 1e-5); // 1e-6 ** 0.5 against 1
});

/** Of ten clips as sure of label 0 as that, how many are of it. */
function clips(speaker: string, right: number, sure: number): Answered[] {
  return Array.from(
    { length: 10 },
    (_, i) => [speaker, i < right ? 0 : 1, sure],
  );
}

Deno.test("fitCalibration() brings confidence to the share that is right, over all runs", () => {
  // odds of 81 to 1 where 9 to 1 are right: half of the logarithm
  const { temperature, outputs } = fitCalibration([
    makeRun("F0", 0, clips("ann", 10, 81 / 82)),
    makeRun("F1", 0, clips("bob", 8, 81 / 82)),
    makeRun("F1", 1, [["bob", 1, null]]),
  ]);
  assertAlmostEquals(temperature, 2, 2e-3);
  assertEquals(outputs, 20);
});

Deno.test("fitCalibration() may make a model surer, as many voices decide", () => {
  const { temperature } = fitCalibration([
    makeRun("F0", 0, clips("ann", 9, 3 / 4)), // odds of 3 to 1 where 9 to 1 are right
  ]);
  assertAlmostEquals(temperature, 0.5, 2e-3);
});

Deno.test("fitCalibration() tells what the other folds ask for", () => {
  const { withoutFold } = fitCalibration([
    makeRun("F0", 0, clips("ann", 9, 81 / 82)),
    makeRun("F1", 0, clips("bob", 9, 3 / 4)),
  ]);
  assertAlmostEquals(withoutFold["F0"]!, 0.5, 2e-3);
  assertAlmostEquals(withoutFold["F1"]!, 2, 2e-3);
  const alone = fitCalibration([makeRun("F0", 0, clips("ann", 9, 0.9))]);
  assertEquals(alone.withoutFold, {});
});

Deno.test("fitCalibration() calls the least confident fifth uncertain", () => {
  const graded = Array.from(
    { length: 10 },
    (_, i): Answered => ["ann", i < 8 ? 0 : 1, 0.52 + 0.04 * i],
  );
  const runs = [makeRun("F0", 0, graded)];
  const { temperature, uncertainBelow } = fitCalibration(runs);
  const confidences = answersAt(runs[0]!.outcomes, temperature)
    .map(({ posterior }) => Math.max(...posterior as Float64Array));
  const below = confidences.filter((c) => c < uncertainBelow - 1e-3);
  assertEquals(below.length, 2);
});

Deno.test("fitCalibration() needs speech", () => {
  const silent = [makeRun("F0", 0, [["ann", 0, null]])];
  assertThrows(() => fitCalibration(silent), RangeError, "none is given");
});

Deno.test("eceAt() takes each fold's answers at its temperature", () => {
  const runs = [
    makeRun("F0", 0, clips("ann", 9, 81 / 82)),
    makeRun("F1", 0, clips("bob", 9, 9 / 10)),
  ];
  assertAlmostEquals(eceAt(runs, () => 1, 2), (81 / 82 - 0.9) / 2, 1e-6);
  assertAlmostEquals(eceAt(runs, (fold) => fold === "F0" ? 2 : 1, 2), 0, 1e-6);
});
