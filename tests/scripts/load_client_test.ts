import { assert, assertEquals } from "@std/assert";
import { LoadClient } from "../../scripts/_load_client.ts";
import type { LoadShape } from "../../scripts/_load_schedule.ts";
import {
  CALL,
  callerDeps,
  closedWith,
  FakeLine,
  OPENED,
  OVERLOADED,
  predictionOf,
} from "./_fake_line.ts";

/** A caller that dials at 0 and speaks for two seconds, and the clock it goes by. */
function caller(shape: Partial<LoadShape> = {}, number = 0) {
  const time = { nowMs: 0 };
  const lines: FakeLine[] = [];
  const told = callerDeps(shape, {
    now: () => time.nowMs,
    dial: (onMessage) => {
      lines.push(new FakeLine(onMessage));
      return lines[0]!;
    },
  });
  const client = new LoadClient(number, 0, told.deps);
  /** Gives a turn at each millisecond, if one is due, until a moment. */
  const liveUntil = (endMs: number) => {
    for (; time.nowMs <= endMs; time.nowMs++) {
      if (client.dueMs <= time.nowMs) client.turn(time.nowMs);
    }
    time.nowMs = endMs;
  };
  return { client, time, liveUntil, ...told, line: () => lines[0]! };
}

/** One that is let in and speaks from 0 on. */
function speaker(shape?: Partial<LoadShape>, number?: number) {
  const it = caller(shape, number);
  it.client.turn(0);
  it.line().say(OPENED);
  return it;
}

Deno.test("LoadClient opens, then speaks at the pace of speech, in a loop", () => {
  const { liveUntil, line, chunks } = speaker();
  assertEquals(line().opened, CALL.open);
  liveUntil(105);
  assertEquals(line().sent, [0, 1, 2, 3, 0, 1]);
  assertEquals(chunks.map(([dueMs]) => dueMs), [0, 20, 40, 60, 80, 100]);
});

Deno.test("LoadClient waits for its place in the stride, and each begins elsewhere in the recording", () => {
  const { client, time, liveUntil, line, chunks } = caller({}, 1);
  client.turn(0);
  time.nowMs = 7;
  line().say(OPENED);
  liveUntil(500);
  assertEquals(chunks.map(([dueMs]) => dueMs), [480, 500]);
  assertEquals(line().sent, [1, 2]);
});

Deno.test("LoadClient makes up for a late turn, and tells how late each chunk was", () => {
  const { client, time, chunks } = speaker();
  client.turn(0);
  time.nowMs = 65;
  client.turn(65);
  assertEquals(chunks, [[0, 0], [20, 65], [40, 65], [60, 65]]);
  assertEquals(client.dueMs, 80);
});

Deno.test("LoadClient measures from when the chunk went that held a window's last sample", () => {
  const { liveUntil, time, line, latencies } = speaker();
  liveUntil(1_000);
  time.nowMs = 1_011;
  line().say(predictionOf(0)); // ends at 985 ms, in the chunk that went at 980 ms
  assertEquals(latencies, [[980, 1_011]]);
});

Deno.test("LoadClient hangs up in time, and is held once the server has said its last", async () => {
  const { liveUntil, line, records, latencies, client } = speaker();
  liveUntil(1_000);
  line().say(predictionOf(0));
  liveUntil(1_500);
  line().say(predictionOf(1, { state: "no_speech" }));
  liveUntil(1_999);
  assert(!line().hasClosed);
  liveUntil(2_000);
  assert(line().hasClosed);
  line().say(predictionOf(2, { skipped: 0 }));
  line().say(predictionOf(3, { endMs: 2_000 }));
  const totals = { ...closedWith().totals, skipped: 2 };
  line().say(closedWith({ totals }));
  await line().end();

  assertEquals(latencies.length, 3);
  assertEquals(line().sent.length, 100);
  assertEquals(records, [{
    ending: { kind: "held" },
    channelCount: 1,
    sentMs: 2_000,
    answers: {
      ends: { firstEndMs: 985, strideMs: 480 },
      received: 3,
      ofSpeech: 2,
      skipped: 2, // the server's own count
    },
  }]);
  assertEquals([client.dueMs, line().isDropped], [Infinity, true]);
});

Deno.test("LoadClient that is not let in says why, with the code of the close", async () => {
  const { client, line, records } = caller();
  client.turn(0);
  line().say(OVERLOADED);
  await line().end("overloaded: ...");
  assertEquals(records.map(({ ending }) => ending), [{
    kind: "refused",
    reason: `overloaded (close 1013): ${OVERLOADED.message}`,
  }]);
  assertEquals(records[0]!.answers, undefined);
});

Deno.test("LoadClient that reaches nobody is refused with the line's reason", async () => {
  const { client, line, records } = caller();
  client.turn(0);
  await line().end("Cannot reach it");
  assertEquals(records[0]!.ending, {
    kind: "refused",
    reason: "Cannot reach it",
  });
});

Deno.test("LoadClient that is dropped is lost, with what was answered until then", async () => {
  const { liveUntil, line, records } = speaker();
  liveUntil(1_490);
  line().say(predictionOf(1, { skipped: 1 }));
  await line().end("hung up: code 1006");
  assertEquals(records.map(({ ending, sentMs }) => [ending, sentMs]), [
    [{ kind: "lost", reason: "hung up: code 1006" }, 1_500],
  ]);
  assertEquals(records[0]!.answers?.skipped, 1);
});

Deno.test("LoadClient is lost if the server stops", async () => {
  const { liveUntil, line, records } = speaker();
  liveUntil(100);
  line().say(closedWith({ reason: "server_stop" }));
  await line().end();
  assertEquals(records[0]!.ending, {
    kind: "lost",
    reason: "closed by the server: server_stop",
  });
});

Deno.test("LoadClient does not wait for ever, neither to be let in nor for the last word", () => {
  const unheard = caller();
  unheard.liveUntil(9_999);
  assertEquals(unheard.records, []);
  unheard.liveUntil(10_000);
  assertEquals(unheard.records[0]!.ending.kind, "refused");

  const unanswered = speaker();
  unanswered.liveUntil(12_000);
  assertEquals(unanswered.records.map(({ ending }) => ending), [
    { kind: "lost", reason: "no answer within 10 s" },
  ]);
});

Deno.test("LoadClient that is rude leaves without a word, and hears nothing more", async () => {
  const { liveUntil, line, records, latencies } = speaker(
    { lifetimeMs: 1_000 },
    2,
  );
  liveUntil(2_000);
  assertEquals([line().hasClosed, line().isDropped], [false, true]);
  line().say(predictionOf(0));
  await line().end("hung up");
  assertEquals(records.map(({ ending }) => ending), [{ kind: "left" }]);
  assertEquals(latencies, []);
});

Deno.test("LoadClient that is let in too late to speak hangs up at once", () => {
  const { client, time, liveUntil, line } = caller();
  client.turn(0);
  time.nowMs = 1_990;
  line().say(OPENED);
  liveUntil(2_500);
  assertEquals([line().sent, line().hasClosed], [[], true]);
});
