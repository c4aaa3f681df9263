import { assertEquals } from "@std/assert";
import { applyBatch } from "../../src/results/records/call_batch.ts";
import type { TimelineWindow } from "../../src/results/records/record.ts";
import { recordOf } from "../../src/results/records/stored_call.ts";
import { callCsv, callJson } from "../../src/server/call_body.ts";
import { all, batch, callInfo, START_MS } from "../results/records/_records.ts";

const WINDOW: TimelineWindow = {
  index: 0,
  startMs: 0,
  endMs: 985.5,
  state: "speech",
  label: "happy",
  confidence: 0.6,
  posterior: [0.3, 0.6, 0.1],
  skipped: 2,
};
const SILENCE: TimelineWindow = {
  ...WINDOW,
  index: 1,
  state: "no_speech",
  label: null,
  confidence: null,
  posterior: null,
};
const RECORD = recordOf(applyBatch(undefined, batch())!.stored, START_MS);

async function* parts(channel: number) {
  yield [];
  if (channel === 1) return;
  yield [WINDOW];
  yield [];
  yield [SILENCE, WINDOW];
}

Deno.test("callJson() writes a call and its timeline, wherever the parts are cut", async () => {
  const text = (await all(callJson(RECORD, parts))).join("");
  assertEquals(JSON.parse(text), {
    ...RECORD,
    timeline: [[WINDOW, SILENCE, WINDOW], []],
  });
});

Deno.test("callCsv() writes a line for each window, a column for each label", async () => {
  const text = (await all(callCsv(RECORD, parts))).join("");
  assertEquals(text.split("\r\n"), [
    "channel,role,index,startMs,endMs,state,label,confidence,skipped,calm,happy,angry",
    "0,customer,0,0,985.5,speech,happy,0.6,2,0.3,0.6,0.1",
    "0,customer,1,0,985.5,no_speech,,,2,,,",
    "0,customer,0,0,985.5,speech,happy,0.6,2,0.3,0.6,0.1",
    "",
  ]);
});

Deno.test("callCsv() quotes what would break the table", async () => {
  const model = { ...callInfo().model, labels: ['a,"b"', "c\nd"] };
  const { stored } = applyBatch(
    undefined,
    batch({ call: callInfo({ model }) }),
  )!;
  const [head] = await all(callCsv(recordOf(stored, 0), async function* () {}));
  assertEquals(
    head!.slice(head!.indexOf("skipped,") + 8),
    '"a,""b""","c\nd"\r\n',
  );
});
