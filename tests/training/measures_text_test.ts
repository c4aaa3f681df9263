import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { behaviourLines } from "../../src/training/measures_text.ts";
import { makeReport } from "./_report.ts";

const REPORT = makeReport();

/** Each run of spaces as one. */
function linesOf(report = REPORT): string[] {
  return behaviourLines(report).map((line) => line.replaceAll(/ +/g, " "));
}

Deno.test("behaviourLines() shows the curve as a table", () => {
  assertEquals(linesOf().slice(0, 4), [
    "s of speech 0.5 1 1.5 2 2.5 3",
    "has a label 12.5 25.0 37.5 50.0 62.5 75.0",
    "UAR 10.0 20.0 30.0 40.0 50.0 60.0",
    "",
  ]);
  const table = behaviourLines(REPORT).slice(0, 3);
  assertEquals(new Set(table.map((line) => line.length)).size, 1);
});

Deno.test("behaviourLines() tells calibration before and after", () => {
  assert(
    linesOf().includes(
      "Calibration error: 4.6 %, 9.0 % without its temperature of 1.2",
    ),
  );
});

Deno.test("behaviourLines() tells calibration alone where no temperature is known", () => {
  const calibration = {
    ...REPORT.calibration,
    temperature: null,
    eceBefore: null,
  };
  const lines = linesOf(makeReport({ calibration }));
  assert(lines.includes("Calibration error: 4.6 %"));
});

Deno.test("behaviourLines() tells what abstaining gains", () => {
  const lines = linesOf();
  assert(lines.includes(
    "Accuracy of the surest clips: 82.0 % at 80 % coverage (confidence from 0.61), 78.0 % at 90 % coverage (confidence from 0.50)",
  ));
  assert(lines.includes(
    "Labels shown as certain: 70.0 %, right 66.0 %; the others right 30.0 %",
  ));
});

Deno.test("behaviourLines() tells the streaming figures", () => {
  assertEquals(linesOf().slice(-4), [
    "Labels on silence: 1 in 12 windows without speech",
    "Label changes: 17.5 a minute of speech",
    "First label: 640 ms after the first speech, nine of ten clips within 990 ms",
    "Label that stays: 1450 ms after the first speech, nine of ten clips within 2400 ms",
  ]);
});

Deno.test("behaviourLines() says that a label never came", () => {
  const streaming = {
    ...REPORT.streaming,
    firstLabel: null,
    stayingLabel: null,
  };
  const text = linesOf(makeReport({ streaming })).join("\n");
  assertStringIncludes(text, "First label: never");
  assertStringIncludes(text, "Label that stays: never");
});
