import { assertEquals, assertMatch } from "@std/assert";
import {
  type EvaluationReport,
  reportText,
} from "../../src/training/evaluation_text.ts";

const REPORT: EvaluationReport = {
  model: "small",
  modelSha256: "00",
  date: "2026-11-23",
  condition: "telephone",
  labels: ["calm", "angry", "surprised"],
  speakersTrainedOn: [],
  refused: [],
  utterance: {
    count: 8,
    uar: 0.625,
    accuracy: 0.75,
    macroF1: 0.6012,
    ece: 0.0456,
    uarInterval: [0.5, 0.75],
  },
  window: { count: 40, uar: 0.5, accuracy: 0.55, macroF1: 0.4, ece: 0.1 },
  perActor: {
    "2": { clips: 4, uar: 0.9, accuracy: 0.8 },
    "5": { clips: 4, uar: 0.35, accuracy: 0.4 },
  },
  confusion: [[3, 1, 0], [0, 2, 1], [0, 0, 0]],
  perClassRecall: { calm: 0.75, angry: 0.6667, surprised: null },
  coverage: { clips: 8, heardClips: 7, windows: 52, speechWindows: 40 },
};

/** Lines of a report, each run of spaces as one. */
function linesOf(report: EvaluationReport): string[] {
  return reportText(report).map((line) => line.replaceAll(/ +/g, " ").trim());
}

Deno.test("reportText() says what was measured, then scores in percent", () => {
  const [what, , head, utterance, window] = linesOf(REPORT);
  assertEquals(what, "Model small, condition telephone, 2026-11-23");
  assertEquals(head, "UAR accuracy macro-F1 ECE");
  assertMatch(
    utterance!,
    /^utterance 62\.5 75\.0 60\.1 4\.6 UAR within 50\.0 to 75\.0/,
  );
  assertEquals(window, "window 50.0 55.0 40.0 10.0");
});

Deno.test("reportText() shows recall and confusion by true label", () => {
  const lines = linesOf(REPORT);
  const head = lines.indexOf("true recall calm angry surprise");
  assertEquals(lines.slice(head + 1, head + 4), [
    "calm 75.0 3 1 0",
    "angry 66.7 0 2 1",
    "surprised - 0 0 0",
  ]);
});

Deno.test("reportText() shows the worst speaker first", () => {
  const lines = linesOf(REPORT);
  const head = lines.indexOf("speaker clips UAR accuracy");
  assertEquals(lines.slice(head + 1, head + 3), [
    "5 4 35.0 40.0",
    "2 4 90.0 80.0",
  ]);
});

Deno.test("reportText() says how much was heard as speech", () => {
  assertEquals(
    linesOf(REPORT).at(-1),
    "Speech was heard on 7 of 8 clips, in 40 of 52 windows",
  );
});

Deno.test("reportText() warns of speakers known from training and of files refused", () => {
  const lines = linesOf({
    ...REPORT,
    speakersTrainedOn: ["2", "5"],
    refused: [{ path: "a.wav", reason: "no sound" }],
  });
  assertEquals(lines.slice(1, 3), [
    "It has trained on these speakers, so the figures flatter it: 2, 5",
    "Refused a.wav: no sound",
  ]);
});

Deno.test("reportText() aligns its columns", () => {
  const table = reportText(REPORT).filter((line) =>
    /^(true|calm|angry|surprised)/.test(line)
  );
  assertEquals(new Set(table.map((line) => line.length)).size, 1);
});
