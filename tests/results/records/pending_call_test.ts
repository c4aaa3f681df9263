import { assert, assertEquals } from "@std/assert";
import { PendingCall } from "../../../src/results/records/pending_call.ts";
import { readWindows } from "../../../src/results/records/window_rows.ts";
import { ByteBudget } from "../../../src/session/byte_budget.ts";
import { callInfo, END, LABELS, prediction, START_MS } from "./_records.ts";

function pending(budget = new ByteBudget(1_000_000)) {
  return { call: new PendingCall(callInfo(), budget), budget };
}

function indexes(bytes: Uint8Array | undefined): number[] {
  return [...readWindows(bytes!, LABELS)].map(({ index }) => index);
}

Deno.test("PendingCall holds what was not written, and numbers its notes", () => {
  const { call, budget } = pending();
  call.predict(prediction(0));
  call.note({ kind: "lost", atMs: 1 });
  const first = call.batch(START_MS);
  call.predict(prediction(1));
  call.note({ kind: "back", atMs: 2 });
  call.written(first);
  const second = call.batch(START_MS);
  assertEquals(second.firstNote, 1);
  assertEquals(second.notes, [{ kind: "back", atMs: 2 }]);
  assertEquals(indexes(second.rows[0]), [1]);
  call.written(second);
  assertEquals(budget.heldBytes, 0);
});

Deno.test("PendingCall keeps its channels apart, and takes no window of one it has not", () => {
  const { call } = pending();
  assert(call.predict(prediction(0, { channel: 1 })));
  assert(!call.predict(prediction(0, { channel: 2 })));
  assertEquals(call.batch(START_MS).rows.map(indexes), [[], [0]]);
});

Deno.test("PendingCall refuses windows when too much waits, and gives room back", () => {
  const { call, budget } = pending(new ByteBudget(60));
  assert(call.predict(prediction(0)));
  assert(call.predict(prediction(1)));
  assert(!call.predict(prediction(2)));
  assertEquals(call.discard(), 2);
  assertEquals(budget.heldBytes, 0);
});

Deno.test("PendingCall tells its end with its last windows, not before", () => {
  const { call } = pending();
  for (let index = 0; index < 2_000; index++) call.predict(prediction(index));
  call.finish(END, START_MS);
  const batches = [];
  while (!call.isDone) {
    const batch = call.batch(START_MS);
    assert(batch.rows[0]!.length <= 32_768);
    call.written(batch);
    batches.push(batch);
  }
  assertEquals(batches.map(({ end }) => end !== undefined), [false, true]);
  assertEquals(
    batches.flatMap(({ rows }) => indexes(rows[0])),
    Array.from({ length: 2_000 }, (_, index) => index),
  );
});

Deno.test("PendingCall that was let go of while it was written gives nothing back twice", () => {
  const { call, budget } = pending();
  call.predict(prediction(0));
  const batch = call.batch(START_MS);
  call.discard();
  call.written(batch);
  assertEquals(budget.heldBytes, 0);
});

Deno.test("PendingCall that came back is not over, and no interrupted one", () => {
  const { call } = pending();
  call.interrupt(1);
  call.finish(END, 2);
  call.resume(callInfo({ generation: 1 }), 3);
  const { end, isInterrupted, notes } = call.batch(START_MS);
  assertEquals([end, isInterrupted], [undefined, false]);
  assertEquals(notes.map(({ kind }) => kind), ["lost", "back"]);
  assertEquals(call.generation, 1);
});

Deno.test("PendingCall cuts what faults and platforms say", () => {
  const { call } = pending();
  const message = "x".repeat(10_000);
  call.finish(
    { reason: "fault", code: "internal", message, losses: END.losses },
    1,
  );
  assertEquals(call.batch(START_MS).end!.fault!.message.length, 500);
});
