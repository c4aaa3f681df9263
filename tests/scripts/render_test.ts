import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import {
  bar,
  messageLines,
  predictionLine,
  summaryLine,
} from "../../scripts/_render.ts";
import type { Closed, Prediction } from "../../src/protocol/native/messages.ts";
import { answers, PREDICTION } from "./_fake_server.ts";

fc.configureGlobal({ seed: 2_026 });

function line(change: Partial<Prediction> = {}, tellsLag = true): string {
  return stripVTControlCharacters(
    predictionLine({ ...PREDICTION, ...change }, { tellsLag }),
  );
}

const SUMMARY = {
  channel: 1,
  role: "agent",
  windows: 10,
  speechWindows: 8,
  coverage: 0.8,
  speechMs: 4_250,
  label: "calm",
  confidence: 0.7,
  posterior: { calm: 0.7, happy: 0.2, angry: 0.1 },
  shares: { calm: 1, happy: 0, angry: 0 },
} as const;

Deno.test("predictionLine() says when, who, what and how sure", () => {
  assertEquals(
    line(),
    "      0.0–1.0 s  customer  happy      ████████████▍         62 % calm 30, angry 8",
  );
});

Deno.test("predictionLine() marks a label that is only the likeliest", () => {
  assertStringIncludes(line({ state: "uncertain" }), "happy?");
});

Deno.test("predictionLine() names no label where there was no speech", () => {
  const nothing = { label: null, confidence: null, posterior: null };
  assertEquals(
    line({ state: "no_speech", ...nothing }),
    "      0.0–1.0 s  customer  no speech",
  );
});

Deno.test("predictionLine() tells of windows left out and of lag, unless the client ran ahead", () => {
  const late = { skipped: 2, bufferedMs: 1_500 };
  assertStringIncludes(line(late), "2 skipped  1.5 s behind");
  assert(!line(late, false).includes("behind"));
  assert(!line({ bufferedMs: 600 }).includes("behind"));
});

Deno.test("predictionLine() lines up the bars of all usual labels and hours", () => {
  const columns = [
    line(),
    line({ label: "surprised", state: "uncertain" }),
    line({ role: "mixed", startMs: 3_600_000, endMs: 3_602_985 }),
  ].map((text) => text.indexOf("█"));
  assertEquals(new Set(columns).size, 1);
});

Deno.test("bar() is as long as its share, to an eighth of a character", () => {
  assertEquals(bar(0, 4), "    ");
  assertEquals(bar(1, 4), "████");
  assertEquals(bar(0.5, 4), "██  ");
  assertEquals(bar(17 / 32, 4), "██▏ ");
});

Deno.test("bar() has its width and never shrinks as the share grows", () => {
  const share = fc.double({ min: -0.5, max: 1.5, noNaN: true });
  const width = fc.integer({ min: 1, max: 40 });
  fc.assert(fc.property(share, share, width, (a, b, width) => {
    const [less, more] = a < b ? [a, b] : [b, a];
    assertEquals([...bar(less, width)].length, width);
    assert(
      bar(less, width).trimEnd().length <= bar(more, width).trimEnd().length,
    );
  }));
});

Deno.test("summaryLine() tells label, speech and coverage of a channel", () => {
  const text = stripVTControlCharacters(summaryLine(SUMMARY));
  for (const part of ["whole call", "agent", "calm", "70 %", "4.3 s", "80 %"]) {
    assertStringIncludes(text, part);
  }
});

Deno.test("summaryLine() of a channel without speech says so", () => {
  const silent = {
    ...SUMMARY,
    coverage: 0,
    speechMs: 0,
    label: null,
    confidence: null,
    posterior: null,
    shares: null,
  };
  assertStringIncludes(
    stripVTControlCharacters(summaryLine(silent)),
    "no speech",
  );
});

Deno.test("messageLines() shows what people need and is silent on the rest", () => {
  const [opened] = answers({
    type: "open",
    version: 1,
    encoding: "alaw",
    sampleRateHz: 8_000,
    channels: [{ role: "mixed" }],
  });
  assertEquals(messageLines(opened!).map(stripVTControlCharacters), [
    "model fake, windows of 3.0 s every 0.48 s",
  ]);
  assertEquals(messageLines(PREDICTION), [predictionLine(PREDICTION)]);
  assertEquals(messageLines({ type: "flushed", id: 1 }), []);
  const closed: Closed = {
    type: "closed",
    reason: "client_close",
    totals: { receivedBytes: 0, audioMs: 0, predictions: 0, skipped: 0 },
    summary: [SUMMARY],
  };
  assertEquals(messageLines(closed), ["", summaryLine(SUMMARY)]);
});
