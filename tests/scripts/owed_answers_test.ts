import { assertEquals } from "@std/assert";
import { OwedAnswers, owedWindows } from "../../scripts/_owed_answers.ts";
import { PREDICTION } from "./_fake_server.ts";

const ENDS = { firstEndMs: 985, strideMs: 480 };

Deno.test("owedWindows() counts a window once its end and what a filter needs is sent", () => {
  const cases: [sentMs: number, windows: number][] = [
    [0, 0],
    [1_004, 0],
    [1_005, 1],
    [1_484, 1],
    [1_485, 2],
    [3_600_000, 7_498],
  ];
  for (const [sentMs, windows] of cases) {
    assertEquals([sentMs, owedWindows(sentMs, ENDS)], [sentMs, windows]);
  }
});

/** Window `index` of a call. */
function answer(index: number, more = {}) {
  return { ...PREDICTION, index, endMs: 985 + 480 * index, ...more };
}

Deno.test("OwedAnswers counts what was owed, of speech and left out, but not the tail", () => {
  const answers = new OwedAnswers(3_000, 480);
  const isOwed = [
    answer(0),
    answer(1, { state: "no_speech" }),
    answer(3, { state: "uncertain", skipped: 1 }),
    answer(4),
    answer(5, { endMs: 3_000 }),
  ].map((prediction) => answers.take(prediction));
  assertEquals(isOwed, [true, true, true, true, false]);
  assertEquals(
    answers.summary(),
    { ends: ENDS, received: 4, ofSpeech: 3, skipped: 1 },
  );
});

Deno.test("OwedAnswers knows where windows end though the first was left out", () => {
  const answers = new OwedAnswers(10_000, 480);
  answers.take(answer(2, { skipped: 2 }));
  assertEquals(answers.summary().ends, ENDS);
});

Deno.test("OwedAnswers learns nothing from the tail of a call without windows", () => {
  const answers = new OwedAnswers(500, 480);
  assertEquals(answers.take(answer(0, { endMs: 500 })), false);
  const { received, ends } = answers.summary();
  assertEquals([received, ends], [0, undefined]);
});
