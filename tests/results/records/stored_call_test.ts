import { assert, assertEquals } from "@std/assert";
import * as v from "valibot";
import { applyBatch } from "../../../src/results/records/call_batch.ts";
import { MAX_LISTED } from "../../../src/results/records/call_notes.ts";
import { CallRecordSchema } from "../../../src/results/records/record.ts";
import {
  LOST_AFTER_MS,
  recordOf,
  stateOf,
} from "../../../src/results/records/stored_call.ts";
import {
  batch,
  BATCH_END,
  callInfo,
  laid,
  prediction,
  SILENT,
  START_MS,
} from "./_records.ts";

const STORED = applyBatch(
  undefined,
  batch({
    rows: [
      laid([
        prediction(0),
        prediction(1, { label: "angry", confidence: 0.9 }),
        prediction(2),
        prediction(3, SILENT),
      ]),
      new Uint8Array(),
    ],
  }),
)!.stored;

Deno.test("recordOf() tells what its schema says, and nothing else", () => {
  const strict = v.strictObject(CallRecordSchema.entries);
  for (const end of [undefined, BATCH_END]) {
    const { stored } = applyBatch(STORED, batch({ end }))!;
    const record = recordOf(stored, START_MS);
    assertEquals(v.parse(strict, record), record);
  }
});

Deno.test("recordOf() tells shares, what held longest and what was surest", () => {
  const { channels: [customer, agent], audioMs } = recordOf(STORED, START_MS);
  const { emotions, dominant, peak, heardMs, speechMs, silenceMs } = customer!;
  assertEquals(emotions.map(({ label, share }) => [label, share]), [
    ["calm", 0],
    ["happy", 0.666667],
    ["angry", 0.333333],
  ]);
  assertEquals(dominant, "happy");
  assertEquals(peak, {
    label: "angry",
    confidence: 0.9,
    startMs: 480,
    endMs: 960,
  });
  assertEquals([heardMs, speechMs, silenceMs], [1_920, 1_440, 480]);
  assertEquals(audioMs, 1_920);
  assertEquals([agent!.dominant, agent!.peak], [null, null]);
});

Deno.test("stateOf() calls an open call lost once nobody has written of it for long", () => {
  const cut = { ...STORED, state: "interrupted" } as const;
  const ended = { ...STORED, state: "ended" } as const;
  for (const [stored, then] of [[STORED, "lost"], [cut, "lost"]] as const) {
    assertEquals(stateOf(stored, START_MS + LOST_AFTER_MS), stored.state);
    assertEquals(stateOf(stored, START_MS + LOST_AFTER_MS + 1), then);
  }
  assertEquals(stateOf(ended, START_MS + 2 * LOST_AFTER_MS), "ended");
  assertEquals(stateOf(STORED, START_MS - 3_600_000), "live");
});

Deno.test("a call fits into one value of the store, whatever happens in it", async () => {
  using kv = await Deno.openKv(":memory:");
  const labels = Array.from({ length: 64 }, (_, place) => `label ${place}`);
  const posterior = Object.fromEntries(
    labels.map((label) => [label, 0.123456]),
  );
  const call = callInfo({
    callId: "ü".repeat(256),
    streamId: "ü".repeat(256),
    model: { ...callInfo().model, labels },
  });
  const notes = Array.from({ length: MAX_LISTED }).flatMap(() => [
    { kind: "lost", atMs: START_MS } as const,
    {
      kind: "escalation",
      escalation: {
        atMs: START_MS,
        channel: 0,
        label: labels[0]!,
        startMs: 0.001,
        endMs: 0.001,
        confidence: 0.123456,
      },
    } as const,
  ]);
  const overall = { label: labels[0]!, confidence: 1, posterior, speechMs: 1 };
  const { stored } = applyBatch(
    undefined,
    batch({ call, notes, end: { ...BATCH_END, complaint: "ü".repeat(500) } }),
  )!;
  const channels = stored.channels.map((channel) => ({
    ...channel,
    overall,
    peaks: labels.map(() => ({ confidence: 0.9, startMs: 0.1, endMs: 0.1 })),
  }));
  assert((await kv.set(["call"], { ...stored, channels })).ok);
});
