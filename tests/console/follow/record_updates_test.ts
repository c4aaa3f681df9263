import { assertEquals } from "@std/assert";
import { Call } from "../../../src/console/call/call.ts";
import {
  isOver,
  updatesOfRecord,
} from "../../../src/console/follow/record_updates.ts";
import type { WholeCall } from "../../../src/results/records/record.ts";
import { prediction, silence } from "../_predictions.ts";
import { recordOf } from "../_records.ts";

function told(record: WholeCall): Call {
  const call = new Call();
  for (const update of updatesOfRecord(record)) call.apply(update);
  return call;
}

Deno.test("updatesOfRecord() tells a past call from its first window to its end", () => {
  const call = told(recordOf());
  assertEquals([...call.log], [
    prediction(0, { startMs: 0 }),
    { ...silence(2), startMs: 480, endMs: 960, skipped: 1 },
  ]);
  const { reason, totals, summary } = call.ending.value!;
  assertEquals(reason, "client_close");
  assertEquals([totals!.predictions, totals!.skipped], [2, 1]);
  const [{ label, coverage, shares }] = summary as [typeof summary[0]];
  assertEquals([label, coverage, shares!["calm"]], ["calm", 0.5, 1]);
});

Deno.test("updatesOfRecord() leaves a call open that goes on", () => {
  const record = recordOf({ state: "live", endReason: null });
  assertEquals(isOver(record), false);
  assertEquals(told(record).ending.value, undefined);
});

Deno.test("updatesOfRecord() says that a call was lost with its server", () => {
  const call = told(recordOf({ state: "lost", endReason: null }));
  assertEquals(call.ending.value?.reason, "lost");
});

Deno.test("updatesOfRecord() puts the windows of two channels in order of time", () => {
  const record = recordOf();
  const [channel] = record.channels;
  const [windows] = record.timeline;
  const call = told({
    ...record,
    channels: [channel!, { ...channel!, channel: 1, role: "agent" }],
    timeline: [
      windows!,
      windows!.map((window) => ({
        ...window,
        endMs: window.endMs - 240,
      })),
    ],
  });
  assertEquals(
    [...call.log].map(({ role, endMs }) => `${role} ${endMs}`),
    ["agent 240", "customer 480", "agent 720", "customer 960"],
  );
});
