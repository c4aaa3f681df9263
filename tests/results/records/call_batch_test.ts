import { assertEquals } from "@std/assert";
import { applyBatch } from "../../../src/results/records/call_batch.ts";
import { batch, BATCH_END, batchOf, callInfo, END } from "./_records.ts";

const FIRST = applyBatch(undefined, batchOf([0, 1]))!.stored;

Deno.test("applyBatch() begins a call, and hands on its windows", () => {
  const { stored, rows } = applyBatch(undefined, batchOf([0, 1]))!;
  assertEquals([stored.state, stored.channels[0]!.windows], ["live", 2]);
  assertEquals(rows.map(({ channel, firstIndex }) => [channel, firstIndex]), [
    [0, 0],
  ]);
});

Deno.test("applyBatch() changes nothing the second time", () => {
  const one = batchOf([0, 1], { end: BATCH_END });
  const { stored } = applyBatch(undefined, one)!;
  assertEquals(applyBatch(stored, one), { stored, rows: [] });
});

Deno.test("applyBatch() lets no older generation write", () => {
  const resumed = batch({ call: callInfo({ generation: 1 }) });
  const { stored } = applyBatch(FIRST, resumed)!;
  assertEquals(stored.call.generation, 1);
  assertEquals(applyBatch(stored, batchOf([2])), undefined);
  assertEquals(applyBatch(stored, batch({ end: BATCH_END })), undefined);
});

Deno.test("applyBatch() keeps what the call began with, whoever resumes it", () => {
  const resumed = callInfo({
    generation: 1,
    startedAtMs: 5,
    callId: "other",
    streamId: "MZ2",
  });
  const { call } = applyBatch(FIRST, batch({ call: resumed }))!.stored;
  assertEquals(call, callInfo({ generation: 1, streamId: "MZ2" }));
});

Deno.test("applyBatch() lets a call that came back elsewhere live after its end", () => {
  const ended = applyBatch(FIRST, batch({ end: BATCH_END }))!.stored;
  assertEquals(ended.state, "ended");
  assertEquals(applyBatch(ended, batch())!.stored.state, "ended");
  const resumed = batch({ call: callInfo({ generation: 1 }) });
  const { state, end } = applyBatch(ended, resumed)!.stored;
  assertEquals([state, end], ["live", null]);
});

Deno.test("applyBatch() tells an interrupted call from a live one", () => {
  const cut = applyBatch(FIRST, batch({ isInterrupted: true }))!.stored;
  assertEquals(cut.state, "interrupted");
  assertEquals(applyBatch(cut, batch())!.stored.state, "live");
});

Deno.test("applyBatch() counts no windows of a model with other labels", () => {
  const model = { ...callInfo().model, labels: ["sad"] };
  const other = batchOf([2], { call: callInfo({ generation: 1, model }) });
  const { stored, rows } = applyBatch(FIRST, other)!;
  assertEquals(rows, []);
  assertEquals(stored.channels, FIRST.channels);
  assertEquals(stored.call.model, FIRST.call.model);
});

Deno.test("applyBatch() keeps the judgement of the whole call", () => {
  const { summary } = "report" in END ? END.report : { summary: [] };
  const end = { ...BATCH_END, summary };
  const [customer, agent] = applyBatch(FIRST, batch({ end }))!.stored.channels;
  assertEquals(customer!.overall, {
    label: "happy",
    confidence: 0.7,
    posterior: { calm: 0.2, happy: 0.7, angry: 0.1 },
    speechMs: 900,
  });
  assertEquals(agent!.overall, null);
});
