import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import type { Prediction } from "../../../src/protocol/native/messages.ts";
import {
  readWindows,
  rowBytes,
  WindowRows,
} from "../../../src/results/records/window_rows.ts";
import { LABELS, laid, prediction, SILENT } from "./_records.ts";

fc.configureGlobal({ seed: 2_026 });

const positionMs = fc.integer({ min: 0, max: 86_400_000_000 }).map((us) =>
  us / 1000
);
const share = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000);
const window = fc.record({
  index: fc.nat(1_000_000),
  startMs: positionMs,
  lengthMs: fc.integer({ min: 0, max: 3_000_000 }).map((us) => us / 1000),
  state: fc.constantFrom<Prediction["state"]>("speech", "uncertain"),
  label: fc.constantFrom(...LABELS),
  confidence: share,
  posterior: fc.tuple(share, share, share),
  skipped: fc.nat(1_000),
}).map(({ lengthMs, posterior: [calm, happy, angry], ...rest }) =>
  prediction(rest.index, {
    ...rest,
    endMs: Math.round((rest.startMs + lengthMs) * 1000) / 1000,
    posterior: { calm: calm!, happy: happy!, angry: angry! },
  })
);

Deno.test("WindowRows gives back what it was given, positions to the microsecond and shares to four decimals", () => {
  fc.assert(fc.property(fc.array(window), (windows) => {
    const read = [...readWindows(laid(windows), LABELS)];
    assertEquals(
      read,
      windows.map((window) => ({
        index: window.index,
        startMs: window.startMs,
        endMs: window.endMs,
        state: window.state,
        label: window.label,
        confidence: window.confidence,
        posterior: LABELS.map((label) => window.posterior![label]!),
        skipped: window.skipped,
      })),
    );
  }));
});

Deno.test("WindowRows keeps a window without speech as one", () => {
  const [read] = readWindows(laid([prediction(7, SILENT)]), LABELS);
  const { state, label, confidence, posterior } = read!;
  assertEquals({ state, label, confidence, posterior }, SILENT);
});

Deno.test("WindowRows takes 22 bytes a window and two a label", () => {
  assertEquals(rowBytes(LABELS), 28);
  assertEquals(laid([prediction(0), prediction(1)]).length, 56);
});

Deno.test("WindowRows gives whole windows, and forgets those that are dropped", () => {
  const rows = new WindowRows(LABELS);
  for (let index = 0; index < 100; index++) rows.append(prediction(index));
  const first = rows.first(100);
  assertEquals(first.length, 84);
  rows.drop(first.length);
  rows.append(prediction(100));
  assertEquals(
    [...readWindows(rows.first(1_000_000), LABELS)].map(({ index }) => index),
    Array.from({ length: 98 }, (_, place) => place + 3),
  );
});

Deno.test("WindowRows refuses more labels than a byte can number", () => {
  assertThrows(
    () => new WindowRows(Array.from({ length: 255 }, String)),
    RangeError,
    "fewer than 255 labels: current value is 255",
  );
});
