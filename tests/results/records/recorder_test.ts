import { assert, assertEquals } from "@std/assert";
import { Recorder } from "../../../src/results/records/recorder.ts";
import {
  FINISH_MS,
  WRITE_EVERY_MS,
} from "../../../src/results/records/record_writer.ts";
import {
  callInfo,
  FickleStore,
  HandClock,
  prediction,
  told,
} from "./_records.ts";

function recording(
  bounds: { maxWaitingBytes?: number; maxWaitingCalls?: number } = {},
) {
  const store = new FickleStore();
  const clock = new HandClock();
  const changes: (string | undefined)[] = [];
  const recorder = new Recorder({
    store,
    clock,
    onChange: (fault) => changes.push(fault),
    ...bounds,
  });
  return { store, clock, recorder, changes };
}

const CALL = told(callInfo());

Deno.test("Recorder writes that a call began and ended at once, its windows every ten seconds", async () => {
  const { store, clock, recorder } = recording();
  const stored = () => store.calls.get("s-1");
  recorder.heard(CALL.started());
  await clock.pass(0);
  assertEquals(stored()!.state, "live");
  recorder.heard(CALL.predicted(prediction(0)));
  await clock.pass(WRITE_EVERY_MS - 1);
  assertEquals(stored()!.channels[0]!.windows, 0);
  await clock.pass(1);
  assertEquals(stored()!.channels[0]!.windows, 1);
  recorder.heard(CALL.predicted(prediction(1)));
  recorder.heard(CALL.ended());
  await clock.pass(0);
  assertEquals([stored()!.state, stored()!.channels[0]!.windows], ["ended", 2]);
  assertEquals(recorder.status.heldCalls, 0);
  assertEquals(clock.waiting, 0);
});

Deno.test("Recorder goes on writing of a call that is silent, so that nobody takes it for lost", async () => {
  const { store, clock, recorder } = recording();
  recorder.heard(CALL.started());
  await clock.pass(3_600_000);
  assertEquals(store.calls.get("s-1")!.updatedAtMs, clock.wallMs());
  await recorder.finish();
});

Deno.test("Recorder writes down interruptions, resumptions and escalations", async () => {
  const { store, clock, recorder } = recording();
  recorder.heard(CALL.started());
  recorder.heard(CALL.escalated());
  recorder.heard(CALL.interrupted());
  await clock.pass(0);
  assertEquals(store.calls.get("s-1")!.state, "interrupted");
  recorder.heard(told(callInfo({ generation: 1 })).resumed());
  await clock.pass(0);
  const { state, interruptions, escalations, call } = store.calls.get("s-1")!;
  assertEquals([state, call.generation], ["live", 1]);
  assertEquals([interruptions.length, escalations.length], [1, 1]);
  await recorder.finish();
});

Deno.test("Recorder goes on with a call that another instance began", async () => {
  const { store, clock, recorder } = recording();
  const other = recording();
  other.recorder.heard(CALL.started());
  other.recorder.heard(CALL.predicted(prediction(0)));
  await other.recorder.finish();
  store.calls.set("s-1", other.store.calls.get("s-1")!);
  const resumed = told(callInfo({ generation: 1 }));
  recorder.heard(resumed.resumed());
  recorder.heard(resumed.predicted(prediction(0)));
  recorder.heard(resumed.predicted(prediction(1)));
  await clock.pass(0);
  const { channels, interruptionCount } = store.calls.get("s-1")!;
  assertEquals([channels[0]!.windows, interruptionCount], [2, 1]);
  await recorder.finish();
});

Deno.test("Recorder lets go of a call that a later generation writes of", async () => {
  const { store, clock, recorder } = recording();
  recorder.heard(CALL.started());
  await clock.pass(0);
  const stored = store.calls.get("s-1")!;
  const taken = { ...stored, call: callInfo({ generation: 1 }) };
  store.calls.set("s-1", taken);
  recorder.heard(CALL.ended());
  await clock.pass(0);
  assertEquals(store.calls.get("s-1"), taken);
  assertEquals([recorder.status.heldCalls, clock.waiting], [0, 0]);
});

Deno.test("Recorder tries again with more and more patience, and loses nothing of a short outage", async () => {
  const { store, clock, recorder, changes } = recording();
  store.mood = "throws";
  recorder.heard(CALL.started());
  await clock.pass(300_000);
  // At 0, 1, 3, 7, 15, 31 s, then every 30 s.
  assertEquals(store.attempts, 5 + 1 + 8);
  for (let index = 0; index < 600; index++) {
    recorder.heard(CALL.predicted(prediction(index)));
  }
  recorder.heard(CALL.ended());
  assertEquals(recorder.status.fault, "database or disk is full");
  assertEquals(recorder.status.failedWrites, 14);
  store.mood = "well";
  await clock.pass(30_000);
  assertEquals(store.calls.get("s-1")!.channels[0]!.windows, 600);
  assertEquals(store.calls.get("s-1")!.state, "ended");
  const { lostWindows, lostCalls, fault } = recorder.status;
  assertEquals([lostWindows, lostCalls, fault], [0, 0, undefined]);
  assertEquals(changes, ["database or disk is full", undefined]);
  assertEquals(clock.waiting, 0);
});

Deno.test("Recorder counts what it could not hold while the store was away, and the record tells", async () => {
  const { store, clock, recorder } = recording({ maxWaitingBytes: 100 * 28 });
  store.mood = "throws";
  recorder.heard(CALL.started());
  for (let index = 0; index < 250; index++) {
    recorder.heard(CALL.predicted(prediction(index)));
  }
  await clock.pass(0);
  assertEquals(recorder.status.waitingBytes, 2_800);
  assertEquals(recorder.status.lostWindows, 150);
  store.mood = "well";
  await clock.pass(30_000);
  recorder.heard(CALL.predicted(prediction(250)));
  recorder.heard(CALL.ended());
  await clock.pass(0);
  const { windows, unrecordedWindows } = store.calls.get("s-1")!.channels[0]!;
  assertEquals([windows, unrecordedWindows], [101, 150]);
  assertEquals(recorder.status.waitingBytes, 0);
});

Deno.test("Recorder keeps the newest calls when too many wait, and never lets go of a live one for a new one", async () => {
  const { store, clock, recorder } = recording({ maxWaitingCalls: 3 });
  store.mood = "throws";
  const call = (id: string) => told(callInfo({ sessionId: id }));
  recorder.heard(call("live").started());
  for (const id of ["a", "b", "c", "d"]) {
    recorder.heard(call(id).started());
    recorder.heard(call(id).ended());
  }
  assertEquals([recorder.status.heldCalls, recorder.status.lostCalls], [3, 2]);
  store.mood = "well";
  await clock.pass(30_000);
  assertEquals([...store.calls.keys()].sort(), ["c", "d", "live"]);
  recorder.heard(call("e").started());
  recorder.heard(call("f").started());
  recorder.heard(call("g").started());
  recorder.heard(call("g").predicted(prediction(0)));
  const { heldCalls, lostCalls, lostWindows } = recorder.status;
  assertEquals([heldCalls, lostCalls, lostWindows], [3, 3, 1]);
  await recorder.finish();
});

Deno.test("Recorder writes all other calls although the store refuses one", async () => {
  const { store, clock, recorder } = recording();
  store.cursed.add("cursed");
  const ids = ["cursed", ...Array.from({ length: 100 }, (_, n) => `s-${n}`)];
  for (const sessionId of ids) {
    recorder.heard(told(callInfo({ sessionId })).started());
  }
  await clock.pass(5_000);
  assertEquals(store.calls.size, 100);
  await clock.pass(60_000);
  for (const { updatedAtMs } of store.calls.values()) {
    assert(clock.wallMs() - updatedAtMs <= WRITE_EVERY_MS + 1_000);
  }
  await recorder.finish();
});

Deno.test("Recorder hears on at once while the store hangs", async () => {
  const { store, clock, recorder } = recording();
  store.mood = "hangs";
  recorder.heard(CALL.started());
  await clock.pass(0);
  for (let index = 0; index < 1_000; index++) {
    recorder.heard(CALL.predicted(prediction(index)));
  }
  assertEquals(store.attempts, 1);
  assertEquals(recorder.status.waitingBytes, 28_000);
});

Deno.test("Recorder.finish() writes what waits, and ends", async () => {
  const { store, clock, recorder } = recording();
  recorder.heard(CALL.started());
  await clock.pass(0);
  recorder.heard(CALL.predicted(prediction(0)));
  recorder.heard(CALL.ended());
  await recorder.finish();
  assertEquals(store.calls.get("s-1")!.state, "ended");
  assertEquals(clock.waiting, 0);
});

Deno.test("Recorder.finish() ends in time although the store hangs, and counts what it loses", async () => {
  const { store, clock, recorder } = recording();
  store.mood = "hangs";
  recorder.heard(CALL.started());
  recorder.heard(CALL.predicted(prediction(0)));
  await clock.pass(0);
  let hasEnded = false;
  const finished = recorder.finish().then(() => hasEnded = true);
  await clock.pass(FINISH_MS - 1);
  assertEquals(hasEnded, false);
  await clock.pass(1);
  await finished;
  const { lostCalls, lostWindows, waitingBytes } = recorder.status;
  assertEquals([lostCalls, lostWindows, waitingBytes], [1, 1, 0]);
  assertEquals(clock.waiting, 0);
});

Deno.test("Recorder holds no more of a call of hours than of one of a minute", async () => {
  const { store, clock, recorder } = recording();
  recorder.heard(CALL.started());
  let mostBytes = 0;
  for (let index = 0; index < 4 * 7_500; index++) {
    recorder.heard(CALL.predicted(prediction(index)));
    mostBytes = Math.max(mostBytes, recorder.status.waitingBytes);
    if (index % 20 === 19) await clock.pass(WRITE_EVERY_MS);
  }
  assert(mostBytes <= 40 * 28, `${mostBytes}`);
  assertEquals(store.calls.get("s-1")!.channels[0]!.windows, 30_000);
  await recorder.finish();
});

Deno.test("Recorder writes what it heard of a call that has gone on elsewhere, and holds it no more", async () => {
  const { store, clock, recorder } = recording();
  recorder.heard(CALL.started());
  recorder.heard(CALL.predicted(prediction(0)));
  recorder.left(callInfo());
  recorder.left(callInfo({ sessionId: "unknown" }));
  await clock.pass(0);
  assertEquals(store.calls.get("s-1")!.channels[0]!.windows, 1);
  assertEquals([recorder.status.heldCalls, clock.waiting], [0, 0]);
});

Deno.test("Recorder goes on with a call that left and came back before it was written", async () => {
  const { store, clock, recorder } = recording();
  recorder.heard(CALL.started());
  recorder.left(callInfo());
  recorder.heard(told(callInfo({ generation: 2 })).resumed());
  await clock.pass(0);
  assertEquals(store.calls.get("s-1")!.call.generation, 2);
  assertEquals(recorder.status.heldCalls, 1);
  await recorder.finish();
});

Deno.test("Recorder makes room for a new call by those that went on elsewhere", async () => {
  const { store, clock, recorder } = recording({ maxWaitingCalls: 1 });
  store.mood = "throws";
  recorder.heard(CALL.started());
  recorder.left(callInfo());
  recorder.heard(told(callInfo({ sessionId: "s-2" })).started());
  store.mood = "well";
  await clock.pass(60_000);
  assertEquals([...store.calls.keys()], ["s-2"]);
  await recorder.finish();
});
