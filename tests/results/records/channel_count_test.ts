import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  countWindows,
  newChannel,
} from "../../../src/results/records/channel_count.ts";
import { readWindows } from "../../../src/results/records/window_rows.ts";
import { LABELS, laid, prediction, SILENT } from "./_records.ts";

fc.configureGlobal({ seed: 2_026 });

type Windows = Parameters<typeof laid>[0];

function count(windows: Windows, before = newChannel(LABELS)) {
  return countWindows(before, laid(windows), LABELS);
}

Deno.test("countWindows() shares the time among the labels, each moment once", () => {
  const { channel } = count([
    prediction(0, { startMs: 0, endMs: 3_000 }),
    prediction(1, { startMs: 480, endMs: 3_480, label: "angry" }),
    prediction(2, { startMs: 960, endMs: 3_960, ...SILENT }),
    prediction(3, { startMs: 1_440, endMs: 4_440, state: "uncertain" }),
  ]);
  const { labelMs, silenceMs, uncertainMs, windows, endMs } = channel;
  assertEquals({ labelMs, silenceMs, uncertainMs, windows, endMs }, {
    labelMs: [0, 3_480, 480],
    silenceMs: 480,
    uncertainMs: 480,
    windows: 4,
    endMs: 4_440,
  });
});

Deno.test("countWindows() counts nothing for audio that no window covers, on hold say", () => {
  const { channel } = count([
    prediction(0, { startMs: 0, endMs: 1_000 }),
    prediction(1, { startMs: 9_000, endMs: 10_000 }),
  ]);
  assertEquals(channel.labelMs, [0, 2_000, 0]);
});

Deno.test("countWindows() tells windows that were left out from windows that were not recorded", () => {
  const { channel } = count([
    prediction(0),
    prediction(3, { skipped: 2 }),
    prediction(6),
  ]);
  assertEquals([channel.skippedWindows, channel.unrecordedWindows], [2, 2]);
});

Deno.test("countWindows() finds the surest window of each label, the earlier of two, and none that is uncertain", () => {
  const { channel } = count([
    prediction(0, { confidence: 0.7 }),
    prediction(1, { confidence: 0.8 }),
    prediction(2, { confidence: 0.8 }),
    prediction(3, { label: "angry", state: "uncertain", confidence: 0.9 }),
  ]);
  assertEquals(channel.peaks, [
    null,
    { confidence: 0.8, startMs: 480, endMs: 960 },
    null,
  ]);
});

Deno.test("countWindows() passes over what it has counted, and hands on the rest", () => {
  const { channel } = count([prediction(0), prediction(1)]);
  const again = count([prediction(1), prediction(2)], channel);
  assertEquals(again.channel.windows, 3);
  assertEquals(again.channel.unrecordedWindows, 0);
  assertEquals(again.fresh!.firstIndex, 2);
  const [fresh, ...more] = readWindows(again.fresh!.bytes, LABELS);
  assertEquals([fresh!.index, more], [2, []]);
  assertEquals(count([prediction(1)], channel), { channel });
});

Deno.test("countWindows() counts the same however the windows are cut, and whichever come twice", () => {
  const cuts = fc.array(fc.tuple(fc.nat(20), fc.nat(5)), { maxLength: 20 });
  const windows = Array.from(
    { length: 100 },
    (_, index) =>
      prediction(index, {
        label: LABELS[index * 7 % 3]!,
        confidence: index * 37 % 100 / 100,
      }),
  );
  const whole = count(windows).channel;
  fc.assert(fc.property(cuts, (cuts) => {
    let channel = newChannel(LABELS);
    let at = 0;
    for (const [taken, repeated] of [...cuts, [100, 0] as const]) {
      const from = Math.max(0, at - repeated);
      at = Math.min(100, at + taken);
      channel = count(windows.slice(from, at), channel).channel;
    }
    assertEquals(channel, whole);
  }));
});
