import { assertEquals, assertMatch } from "@std/assert";
import {
  type EvaluationReport,
  reportText,
} from "../../src/training/evaluation_text.ts";
import { makeReport } from "./_report.ts";

const REPORT = makeReport();

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

Deno.test("reportText() says of several networks that they are", () => {
  const networks = { count: 2, seeds: [0, 4] };
  assertEquals(
    linesOf({ ...REPORT, networks })[0],
    "Model small (two networks, seeds 0 and 4, averaged), condition telephone, 2026-11-23",
  );
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

Deno.test("reportText() shows women and men, normal and strong, after the speakers", () => {
  const lines = linesOf(REPORT);
  const head = lines.indexOf("speaker clips UAR accuracy");
  assertEquals(lines.slice(head + 3, head + 8), [
    "female 4 90.0 80.0",
    "male 4 35.0 40.0",
    "normal 6 60.0 70.0",
    "strong 2 70.0 75.0",
    "",
  ]);
});

Deno.test("reportText() leaves out groups that a corpus does not tell of", () => {
  const lines = linesOf({ ...REPORT, bySex: {}, byIntensity: {} });
  const head = lines.indexOf("speaker clips UAR accuracy");
  assertEquals(lines[head + 3], "");
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
