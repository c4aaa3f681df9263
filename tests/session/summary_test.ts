import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { ChannelTally, type SpeechWindow } from "../../src/session/summary.ts";

const LABELS = ["calm", "happy", "angry"];

type Window = Partial<Omit<SpeechWindow, "posterior">> & {
  readonly posterior: number[];
};

function tallyOf(windows: readonly (Window | "silence")[]): ChannelTally {
  const tally = new ChannelTally(LABELS, 10);
  for (const window of windows) {
    if (window === "silence") tally.addSilence();
    else {
      tally.addSpeech({
        speechRows: 100,
        newSpeechRows: 16,
        label: "calm",
        ...window,
        posterior: Float32Array.from(window.posterior),
      });
    }
  }
  return tally;
}

Deno.test("ChannelTally says nothing of a channel that was silent", () => {
  assertEquals(tallyOf(["silence", "silence"]).summary(), {
    windows: 2,
    speechWindows: 0,
    coverage: 0,
    speechMs: 0,
    label: null,
    confidence: null,
    posterior: null,
    shares: null,
  });
});

Deno.test("ChannelTally has no coverage of NaN before the first window", () => {
  assertEquals(tallyOf([]).summary().coverage, 0);
});

Deno.test("ChannelTally gives one window back as it was", () => {
  const { posterior, label, confidence } = tallyOf([
    { posterior: [0.1, 0.2, 0.7] },
  ]).summary();
  assertEquals(posterior, { calm: 0.1, happy: 0.2, angry: 0.7 });
  assertEquals([label, confidence], ["angry", 0.7]);
});

Deno.test("ChannelTally takes the normalised geometric mean", () => {
  const { posterior } = tallyOf([
    { posterior: [0.5, 0.4, 0.1] },
    { posterior: [0.5, 0.1, 0.4] },
  ]).summary();
  // 0.5 : 0.2 : 0.2
  assertAlmostEquals(posterior!["calm"]!, 5 / 9, 1e-6);
  assertAlmostEquals(posterior!["happy"]!, 2 / 9, 1e-6);
  assertAlmostEquals(posterior!["angry"]!, 2 / 9, 1e-6);
});

Deno.test("ChannelTally weighs a window by the speech in it", () => {
  const { label } = tallyOf([
    { posterior: [0.9, 0.05, 0.05], speechRows: 30 },
    { posterior: [0.2, 0.6, 0.2], speechRows: 290 },
  ]).summary();
  assertEquals(label, "happy");
});

Deno.test("ChannelTally is not surer of a call because it is long", () => {
  const window = { posterior: [0.2, 0.5, 0.3] };
  const short = tallyOf([window]).summary();
  const long = tallyOf(Array(1_000).fill(window)).summary();
  assertEquals(long.posterior, short.posterior);
});

Deno.test("ChannelTally lets no window rule a label out", () => {
  const { posterior } = tallyOf([
    { posterior: [1, 0, 0] },
    ...Array(9).fill({ posterior: [0.01, 0.98, 0.01] }),
  ]).summary();
  assert(Object.values(posterior!).every((p) => p > 0 && p < 1));
  assert(posterior!["happy"]! > 0.8, `${posterior!["happy"]}`);
});

Deno.test("ChannelTally counts windows, speech and the labels that were shown", () => {
  const summary = tallyOf([
    "silence",
    { posterior: [1, 0, 0], label: "happy" },
    { posterior: [1, 0, 0], label: "happy", newSpeechRows: 33 },
    { posterior: [1, 0, 0], label: "angry" },
  ]).summary();
  assertEquals(summary.windows, 4);
  assertEquals(summary.speechWindows, 3);
  assertEquals(summary.coverage, 0.75);
  assertEquals(summary.speechMs, 650);
  assertEquals(summary.shares, { calm: 0, happy: 0.666667, angry: 0.333333 });
});

Deno.test("ChannelTally.add() counts as if it had counted all itself", () => {
  const before: (Window | "silence")[] = [
    "silence",
    { posterior: [0.2, 0.5, 0.3], speechRows: 40 },
    { posterior: [0.6, 0.3, 0.1] },
  ];
  const after: (Window | "silence")[] = [
    { posterior: [0.1, 0.8, 0.1], label: "happy" },
    "silence",
  ];
  const whole = tallyOf([...before, ...after]).summary();
  for (const [first, second] of [[before, after], [after, before]]) {
    const tally = tallyOf(first!);
    tally.add(tallyOf(second!));
    assertEquals(tally.summary(), whole);
  }
});
