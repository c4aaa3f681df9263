import { assert, assertEquals } from "@std/assert";
import {
  type ConditionsReport,
  conditionsText,
} from "../../src/training/conditions_text.ts";
import { makeReport } from "./_report.ts";

const CLEAN = makeReport({ condition: "clean" });

const REPORT: ConditionsReport = {
  model: "small",
  modelSha256: "00",
  date: "2026-11-23",
  labels: CLEAN.labels,
  networks: { count: 1, seeds: [] },
  speakersTrainedOn: [],
  refused: [],
  conditions: {
    "clean": CLEAN,
    "level+10": makeReport({
      condition: "level+10",
      bySex: {},
      byIntensity: {},
      streaming: { ...CLEAN.streaming, firstLabel: null, stayingLabel: null },
    }),
  },
  againstClean: { "level+10": { uar: -0.0156, interval: [-0.0625, 0.03] } },
};

/** Each run of spaces as one. */
function linesOf(report = REPORT): string[] {
  return conditionsText(report).map((line) => line.replaceAll(/ +/g, " "));
}

/** Of every table, the cells of one row. */
function rowsOf(name: string): string[] {
  return linesOf().filter((line) => line.startsWith(`${name} `));
}

Deno.test("conditionsText() says what was measured, and warns", () => {
  assertEquals(linesOf()[0], "Model small, 2026-11-23");
  assertEquals(linesOf()[1], "");
  const networks = { count: 2, seeds: [] };
  assertEquals(
    linesOf({ ...REPORT, networks })[0],
    "Model small (two networks, averaged), 2026-11-23",
  );
  const warned = linesOf({ ...REPORT, speakersTrainedOn: ["2"] });
  assert(warned[1]!.startsWith("It has trained on these speakers"));
});

Deno.test("conditionsText() has a row for each condition in every table", () => {
  assertEquals(rowsOf("clean"), [
    "clean 62.5 50.0 75.0 75.0 60.1 87.5",
    "clean 35.0 90.0 35.0 60.0 70.0",
    "clean 4.6 9.0 78.0 82.0 20.0 40.0",
    "clean 1 17.5 640 1450",
  ]);
});

Deno.test("conditionsText() has a dash for what is not known", () => {
  assertEquals(rowsOf("level+10").slice(1, 2), ["level+10 35.0 - - - -"]);
  assertEquals(rowsOf("level+10")[3], "level+10 1 17.5 - -");
});

Deno.test("conditionsText() tells what each condition costs against clean", () => {
  assertEquals(linesOf().slice(-3), [
    "",
    "UAR - clean points 95 % from to",
    "level+10 -1.6 -6.3 +3.0",
  ]);
  const without = linesOf({ ...REPORT, againstClean: {} });
  assert(!without.some((line) => line.startsWith("UAR - clean")));
});

Deno.test("conditionsText() heads every column, and fits a terminal of 80", () => {
  const lines = conditionsText(REPORT);
  const tables = lines.flatMap((line, i) =>
    line === "" ? [lines.slice(i + 1, i + 3)] : []
  );
  for (const [head, row] of tables) {
    assertEquals(head!.length, row!.length);
    assert(head!.length <= 80);
  }
});
