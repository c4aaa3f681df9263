/** How a native call is gone on with, moved, paused and ended by time. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type {
  Checkpoint,
  ServerMessage,
} from "../../src/protocol/native/messages.ts";
import {
  BURST_MS,
  MIGRATE_MS,
  RECOVERED_MS,
  RESUME_GRACE_MS,
  TICK_MS,
} from "../../src/session/limits.ts";
import { settle } from "./_fakes.ts";
import { Instance } from "./resume/_cut_call.ts";
import { chunks, pcm16, speechLike } from "./_signals.ts";

const OPEN = {
  type: "open",
  version: 1,
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  channels: [{ role: "customer" }],
};
const SPEECH = pcm16(speechLike(4));
/** Bytes of a second. */
const SECOND = 32_000;

type Line = ReturnType<Instance["dial"]>;

function open(line: Line, fields: Record<string, unknown> = {}): Line {
  line.dialog.receiveText(JSON.stringify({ ...OPEN, ...fields }));
  return line;
}

function types(messages: readonly ServerMessage[]): string[] {
  return messages.map(({ type }) => type);
}

/** A resumable call that has been heard for a while, and its newest checkpoint. */
async function begun(instance: Instance) {
  const line = open(instance.dial(), { resumable: true });
  line.dialog.receiveAudio(SPEECH);
  await settle();
  const [opened] = line.client.of("opened");
  return {
    ...line,
    opened: opened!,
    last: line.client.of("checkpoint").at(-1)!,
  };
}

function resumeOf(sessionId: string, last: Checkpoint, generation = 1) {
  const { fromSample, state } = last;
  return { resume: { sessionId, generation, fromSample, state } };
}

Deno.test("a call that does not ask for checkpoints sees nothing new", async () => {
  for (const fields of [{}, { resumable: false }]) {
    const { client, dialog } = open(new Instance("a").dial(), fields);
    dialog.receiveAudio(SPEECH);
    dialog.receiveText('{"type":"close"}');
    await settle();
    assertEquals(
      [...new Set(types(client.messages))],
      ["opened", "prediction", "closed"],
    );
  }
});

Deno.test("a resumable call has a checkpoint at once and after the predictions of each window", async () => {
  const { client } = await begun(new Instance("a"));
  assertEquals(types(client.messages).slice(0, 6), [
    "opened",
    "checkpoint",
    "prediction",
    "checkpoint",
    "prediction",
    "checkpoint",
  ]);
  const checkpoints = client.of("checkpoint");
  assertEquals(checkpoints.map(({ index }) => index), [0, 1, 2, 3, 4, 5, 6, 7]);
  assertEquals(checkpoints[0]!.fromSample, 0);
  assertEquals(
    checkpoints.slice(1).map(({ endMs }) => endMs),
    client.of("prediction").map(({ endMs }) => endMs),
  );
  for (const { fromSample, endMs } of checkpoints) {
    assert(endMs - fromSample / 16 <= 2_985, "a client keeps one window");
  }
});

Deno.test("a resumed call keeps its name, its start and its client's name, in the next generation", async () => {
  const [one, other] = [new Instance("a"), new Instance("b")];
  const first = open(one.dial(), { resumable: true, callId: "call 7" });
  first.dialog.receiveAudio(SPEECH);
  await settle();
  first.dialog.end();
  const last = first.client.of("checkpoint").at(-1)!;
  const { client } = open(other.dial(), {
    ...resumeOf("a-1", last),
    callId: "another",
  });
  const [opened] = client.of("opened");
  assertEquals(
    [opened?.sessionId, opened?.generation, opened?.resumed],
    ["a-1", 1, { index: last.index, fromSample: last.fromSample }],
  );
  assertEquals(client.of("checkpoint"), [], "the client has one");
  const [begun] = one.sink.calls;
  const [resumed] = other.sink.resumptions;
  assertEquals(other.sink.calls, []);
  assertEquals(resumed, { ...begun!, generation: 1 });
  assertEquals(resumed?.callId, "call 7");
});

Deno.test("a resumable call that is lost is interrupted, and has ended when nobody comes back", async () => {
  const instance = new Instance("a");
  const { dialog } = await begun(instance);
  dialog.end();
  dialog.end();
  const { sink, clock, resumption: { calls } } = instance;
  assertEquals([sink.interruptions.length, sink.ends.length], [1, 0]);
  clock.nowMs = RESUME_GRACE_MS;
  calls.tick();
  assertEquals(sink.ends.map(({ reason }) => reason), ["socket_closed"]);
  const [end] = sink.ends;
  assert(end?.reason === "socket_closed");
  assertEquals(end.report.totals.predictions, 7);
});

Deno.test("a call that waits for its client holds no memory but its end", async () => {
  const instance = new Instance("a");
  const lost = async () => {
    const { dialog } = await begun(instance);
    dialog.end();
    return new WeakRef(dialog);
  };
  const dialog = await lost();
  await new Promise((resolve) => setTimeout(resolve)); // a reference that was read lives through its turn
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  assertEquals(instance.resumption.calls.waitingCount, 1);
  assertEquals(dialog.deref(), undefined);
});

Deno.test("a call whose client comes back after it has ended goes on all the same", async () => {
  const instance = new Instance("a");
  const { dialog, opened, last } = await begun(instance);
  dialog.end();
  instance.clock.nowMs = 2 * RESUME_GRACE_MS;
  instance.resumption.calls.tick();
  const { client } = open(
    instance.dial(),
    resumeOf(opened.sessionId, last),
  );
  assertEquals(client.of("opened").length, 1);
  assertEquals(instance.sink.resumptions.length, 1);
});

Deno.test("a call that is resumed ends its older socket, which says nothing more of it", async () => {
  const instance = new Instance("a");
  const { client, dialog, opened, last } = await begun(instance);
  const told = instance.sink.told.length;
  open(instance.dial(), resumeOf(opened.sessionId, last));
  assertEquals(client.closed, { code: 1008, reason: "superseded" });
  assertEquals(client.of("error")[0]!.code, "superseded");
  dialog.receiveAudio(SPEECH);
  dialog.end();
  await settle();
  instance.clock.nowMs = 2 * RESUME_GRACE_MS;
  instance.resumption.calls.tick();
  const since = instance.sink.told.slice(told);
  assertEquals(since.map(({ call }) => call.generation), [1]);
});

Deno.test("an attempt that is not newer than the newest is refused, and the call goes on", async () => {
  const instance = new Instance("a");
  const { opened, last } = await begun(instance);
  const newer = open(instance.dial(), resumeOf(opened.sessionId, last, 2));
  const older = open(instance.dial(), resumeOf(opened.sessionId, last, 1));
  assertEquals(older.client.closed, { code: 1008, reason: "bad_resume" });
  assertEquals(newer.client.closed, undefined);
  assertEquals(instance.sink.refusals.map(({ code }) => code), ["bad_resume"]);
});

Deno.test("a state of another tenant's call is refused", async () => {
  const instance = new Instance("a");
  const { opened, last } = await begun(instance);
  const thief = open(
    instance.dial("thief"),
    resumeOf(opened.sessionId, last),
  );
  assertEquals(thief.client.closed, { code: 1008, reason: "bad_resume" });
  assertStringIncludes(thief.client.of("error")[0]!.message, "of this call");
});

Deno.test("a resumed call is not late by the time its client was away", async () => {
  const [one, other] = [new Instance("a"), new Instance("b")];
  const { dialog, opened, last } = await begun(one);
  dialog.end();
  other.clock.nowMs = other.wallMs = 50_000;
  const again = open(other.dial(), resumeOf(opened.sessionId, last));
  const rest = SPEECH.slice(last.fromSample * 2);
  again.dialog.receiveAudio(rest);
  for (let i = 0; i < 10; i++) again.dialog.receiveAudio(SPEECH);
  await settle();
  const predictions = again.client.of("prediction");
  assertEquals(predictions.filter(({ skipped }) => skipped > 0), []);
  assertEquals(predictions[0]!.index, last.index);
});

// The server stops.

Deno.test("NativeDialog.stop() asks a resumable client to move, answers it meanwhile and hangs up at the deadline", async () => {
  const instance = new Instance("a");
  const { client, dialog } = await begun(instance);
  const { sink, clock, resumption: { calls } } = instance;
  calls.stop();
  dialog.stop();
  assertEquals(client.messages.at(-1), {
    type: "migrate",
    reason: "server_stop",
    deadlineMs: MIGRATE_MS,
  });
  const before = client.of("prediction").length;
  dialog.receiveAudio(SPEECH);
  await settle();
  assert(client.of("prediction").length > before);
  clock.nowMs = MIGRATE_MS - 1;
  dialog.tick();
  assertEquals(client.closed, undefined);
  clock.nowMs++;
  dialog.tick();
  assertEquals(client.closed, { code: 1001, reason: "server_stop" });
  assertEquals([sink.interruptions.length, sink.ends.length], [1, 0]);
  clock.nowMs += 2 * RESUME_GRACE_MS;
  calls.tick();
  assertEquals(sink.ends, [], "it is left for the others");
});

Deno.test("NativeDialog.stop() lets a client that moves go, and one that closes have its last word", async () => {
  const instance = new Instance("a");
  const [moves, closes] = [await begun(instance), await begun(instance)];
  instance.resumption.calls.stop();
  for (const { dialog } of [moves, closes]) dialog.stop();
  moves.dialog.end();
  closes.dialog.receiveText('{"type":"close"}');
  await settle();
  assertEquals(instance.sink.interruptions.length, 1);
  assertEquals(closes.client.closed, { code: 1000, reason: "client_close" });
  assertEquals(closes.client.messages.at(-1)!.type, "closed");
});

// Audio that comes too fast.

/** A call that sends so many seconds at once. */
async function sent(seconds: number, instance = new Instance("a")) {
  const line = open(instance.dial());
  const silence = new Uint8Array(SECOND);
  for (let i = 0; i < seconds; i++) line.dialog.receiveAudio(silence);
  await settle();
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += TICK_MS) {
      instance.clock.nowMs += TICK_MS;
      line.dialog.tick();
      await settle();
    }
  };
  return { ...line, pass };
}

Deno.test("a minute that is sent at once is answered at once", async () => {
  const { client } = await sent(BURST_MS / 1_000);
  assertEquals(client.of("pause"), []);
  const [last] = client.of("prediction").slice(-1);
  assert(last!.endMs > BURST_MS - 1_000);
});

Deno.test("a client that sends more is told to pause, heard at its pace, told to go on, and misses nothing", async () => {
  const { client, dialog, pass } = await sent(90);
  const [pause] = client.of("pause");
  assertEquals([pause?.reason, client.of("pause").length], ["too_fast", 1]);
  assert(pause!.bufferedMs >= 29_000 && pause!.bufferedMs < 30_001);
  const heardMs = () => client.of("prediction").at(-1)!.endMs;
  const [atOnceMs] = [heardMs()];
  await pass(10_000);
  const extraMs = heardMs() - atOnceMs;
  assert(extraMs > 14_000 && extraMs < 16_000, `${extraMs}`);
  assertEquals(client.of("continue"), []);
  await pass(10_000 + RECOVERED_MS);
  assertEquals(client.of("continue").length, 1);
  dialog.receiveText('{"type":"close"}');
  await settle();
  const [closed] = client.of("closed");
  assertEquals([closed?.totals.skipped, closed?.totals.audioMs], [0, 90_000]);
});

Deno.test("a client that ignores pause runs into the bound of what may wait", async () => {
  const { client, dialog } = await sent(90);
  const silence = new Uint8Array(SECOND);
  for (let i = 0; i < 600; i++) dialog.receiveAudio(silence);
  assertEquals(client.of("pause").length, 1);
  assertEquals(client.closed, { code: 1008, reason: "too_far_ahead" });
});

Deno.test("what was held is not late, even long after the call's first sample", async () => {
  const instance = new Instance("a");
  const { client, dialog, pass } = await sent(1, instance);
  instance.clock.nowMs += 600_000;
  for (const chunk of chunks(new Uint8Array(90 * SECOND), [SECOND])) {
    dialog.receiveAudio(chunk);
  }
  await settle();
  await pass(30_000);
  const skipped = client.of("prediction").filter(({ skipped }) => skipped > 0);
  assertEquals(skipped, []);
  assertEquals(client.of("prediction").length, 188);
});

Deno.test("a server that stops hears what it has held at once", async () => {
  const { client, dialog } = await sent(90);
  dialog.stop();
  await settle();
  assertEquals(client.of("closed")[0]!.totals.audioMs, 90_000);
  assertEquals(client.of("prediction").at(-1)!.endMs, 90_000);
  assertEquals(client.closed!.code, 1001);
});

// Time.

for (const reason of ["idle", "session_age"] as const) {
  Deno.test(`NativeDialog.expire() ends a call with its report, because of ${reason}`, async () => {
    const instance = new Instance("a");
    const { client, dialog } = await begun(instance);
    dialog.expire(reason);
    dialog.expire(reason);
    await settle();
    assertEquals(client.of("closed").map(({ reason }) => reason), [reason]);
    assertEquals(client.closed, { code: 1001, reason });
    assertEquals(instance.sink.ends.map((end) => end.reason), [reason]);
    assertEquals(instance.resumption.calls.waitingCount, 0);
  });
}

Deno.test("NativeDialog is busy while something waits for its answer", async () => {
  const { dialog } = await sent(90);
  assertEquals([dialog.hasBegun, dialog.isBusy], [true, true]);
  const quiet = await sent(1);
  assertEquals(quiet.dialog.isBusy, false);
  assertEquals(new Instance("a").dial().dialog.hasBegun, false);
});
