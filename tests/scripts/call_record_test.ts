import { assertEquals } from "@std/assert";
import {
  type CallRecord,
  type Ending,
  totalsOf,
} from "../../scripts/_call_record.ts";

const ENDS = { firstEndMs: 985, strideMs: 480 };

function record(ending: Ending, more: Partial<CallRecord> = {}): CallRecord {
  return {
    ending,
    channelCount: 1,
    sentMs: 3_000,
    answers: { ends: ENDS, received: 5, ofSpeech: 4, skipped: 0 },
    ...more,
  };
}

const HELD = { kind: "held" } as const;

Deno.test("totalsOf() counts what was owed to each channel and what came", () => {
  const totals = totalsOf([record(HELD), record(HELD, { channelCount: 2 })]);
  assertEquals(totals, {
    held: 2,
    left: 0,
    refused: [],
    lost: [],
    expected: 15,
    received: 10,
    ofSpeech: 8,
    skipped: 0,
  });
});

Deno.test("totalsOf() expects as much for a call without answers, and nothing for who left or was refused", () => {
  const totals = totalsOf([
    record({ kind: "refused", reason: "full" }, { answers: undefined }),
    record({ kind: "left" }),
    record({ kind: "lost", reason: "gone" }, {
      answers: { ends: undefined, received: 0, ofSpeech: 0, skipped: 3 },
    }),
    record(HELD),
  ]);
  const { held, left, expected, received, skipped } = totals;
  assertEquals([held, left, expected, received, skipped], [1, 1, 10, 5, 3]);
});

Deno.test("totalsOf() counts reasons, the most common first", () => {
  const lost = ["a", "b", "b", "c", "b", "c"]
    .map((reason) => record({ kind: "lost", reason }));
  assertEquals(totalsOf(lost).lost, [
    { reason: "b", calls: 3 },
    { reason: "c", calls: 2 },
    { reason: "a", calls: 1 },
  ]);
});

Deno.test("totalsOf() expects nothing where no call was answered", () => {
  assertEquals(totalsOf([]).expected, 0);
  assertEquals(totalsOf([record(HELD, { answers: undefined })]).expected, 0);
});
