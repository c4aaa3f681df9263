import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import type { ServerMessage } from "../../src/protocol/native/messages.ts";
import { MAX_UNSENT_BYTES } from "../../src/session/limits.ts";
import { NativeDialog } from "../../src/session/native_dialog.ts";
import type { SessionDeps } from "../../src/session/session_deps.ts";
import {
  FakeClient,
  fakeDeps,
  fakeModel,
  fakeScore,
  GatedScore,
  LABELS,
  settle,
} from "./_fakes.ts";
import { wireDeps } from "./_calls.ts";
import { chunks, pcm16, speechLike } from "./_signals.ts";

fc.configureGlobal({ seed: 2_026 });

const OPEN = JSON.stringify({
  type: "open",
  version: 1,
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  channels: [{ role: "customer" }],
});
const CLOSE = '{"type":"close"}';
const SPEECH = pcm16(speechLike(2));

function begin(deps: SessionDeps = fakeDeps()) {
  const client = new FakeClient();
  const { deps: dialogDeps, sink, ended, internalFaults } = wireDeps({}, deps);
  const dialog = new NativeDialog(client, dialogDeps);
  return { client, dialog, sink, ended, internalFaults };
}

function opened(deps?: SessionDeps) {
  const begun = begin(deps);
  begun.dialog.receiveText(OPEN);
  return begun;
}

function typesOf(messages: readonly ServerMessage[]): string[] {
  return messages.map(({ type }) => type);
}

Deno.test("NativeDialog answers open with what will listen", () => {
  const { client } = opened();
  assertEquals(client.messages, [{
    type: "opened",
    version: 1,
    sessionId: "s-1",
    generation: 0,
    model: { name: "fake", sha256: "ab".repeat(32) },
    labels: LABELS,
    windowMs: 2_985,
    strideMs: 480,
  }]);
});

Deno.test("NativeDialog tells the stride that the server was given", () => {
  const { client } = opened(fakeDeps({ ...fakeModel(), strideMs: 960 }));
  const [message] = client.messages;
  assertEquals(message?.type === "opened" && message.strideMs, 960);
});

Deno.test("NativeDialog answers a call from open to close", async () => {
  const { client, dialog, ended } = opened();
  for (const chunk of chunks(SPEECH, [640])) dialog.receiveAudio(chunk);
  dialog.receiveText('{"type":"keepalive"}');
  dialog.receiveText('{"type":"flush","id":"so far"}');
  dialog.receiveText(CLOSE);
  await settle();
  assertEquals(typesOf(client.messages), [
    "opened",
    "prediction",
    "prediction",
    "prediction",
    "flushed",
    "prediction",
    "closed",
  ]);
  assertEquals(client.of("flushed")[0]!.id, "so far");
  const [closed] = client.of("closed");
  assertEquals(closed!.reason, "client_close");
  assertEquals(closed!.totals, {
    receivedBytes: 64_000,
    audioMs: 2_000,
    predictions: 4,
    skipped: 0,
  });
  assertEquals(closed!.summary[0]!.windows, 4);
  assertEquals(client.closed, { code: 1000, reason: "client_close" });
  assertEquals(ended, ["end"]);
});

Deno.test("NativeDialog reads nothing after close", async () => {
  const { client, dialog } = opened();
  dialog.receiveText(CLOSE);
  dialog.receiveText("nonsense");
  dialog.receiveAudio(new Uint8Array(1));
  dialog.receiveText(OPEN);
  await settle();
  dialog.receiveText("nonsense");
  assertEquals(typesOf(client.messages), ["opened", "closed"]);
});

// Faults of the client: the error, the close code, and nothing after.

type Act = (dialog: NativeDialog) => void;
const text = (message: string): Act => (dialog) => dialog.receiveText(message);
const audio = (bytes: Uint8Array): Act => (dialog) =>
  dialog.receiveAudio(bytes);

const FAULTS: readonly [string, readonly Act[], string, number][] = [
  ["text that is not JSON", [text("hello")], "bad_json", 1007],
  ["an unknown type", [text('{"type":"start"}')], "unknown_type", 1002],
  ["audio before open", [audio(SPEECH)], "not_open", 1002],
  ["flush before open", [text('{"type":"flush","id":1}')], "not_open", 1002],
  ["keepalive before open", [text('{"type":"keepalive"}')], "not_open", 1002],
  ["close before open", [text(CLOSE)], "not_open", 1002],
  ["a second open", [text(OPEN), text(OPEN)], "already_open", 1002],
  ["an empty text", [text("")], "empty_message", 1007],
  ["no audio", [text(OPEN), audio(new Uint8Array())], "empty_message", 1007],
  ["half a sample", [text(OPEN), audio(new Uint8Array(3))], "bad_audio", 1007],
  [
    "text over 1 MiB",
    [text(`{"type":"${"x".repeat(1_048_576)}"}`)],
    "message_too_large",
    1009,
  ],
  [
    "text over 1 MiB only in bytes",
    [text(`{"type":"${"€".repeat(350_000)}"}`)],
    "message_too_large",
    1009,
  ],
  [
    "audio over 1 MiB",
    [text(OPEN), audio(new Uint8Array(1_048_578))],
    "message_too_large",
    1009,
  ],
];

for (const [name, acts, code, closeCode] of FAULTS) {
  Deno.test(`NativeDialog refuses ${name} with ${code} and ${closeCode}`, async () => {
    const { client, dialog, ended, internalFaults } = begin();
    for (const act of acts) act(dialog);
    assertEquals(client.of("error").map(({ code }) => code as string), [code]);
    assertStringIncludes(client.of("error")[0]!.message, "Cannot ");
    assertEquals(client.closed, { code: closeCode, reason: code });
    assertEquals(ended, ["end"]);
    assertEquals(internalFaults, []);

    const said = client.messages.length;
    dialog.receiveText(OPEN);
    dialog.receiveAudio(SPEECH);
    dialog.end();
    await settle();
    assertEquals(client.messages.length, said, "nothing comes after");
    assertEquals(ended, ["end"]);
  });
}

Deno.test("NativeDialog takes a message of exactly 1 MiB", async () => {
  const { client, dialog } = opened();
  dialog.receiveAudio(new Uint8Array(1_048_576));
  await settle();
  assertEquals(client.of("error"), []);
  assert(client.of("prediction").length > 0);
});

Deno.test("NativeDialog tells of an impossible amplitude after the answers before it", async () => {
  for (const amplitude of [NaN, Infinity]) {
    const { client, dialog } = begin();
    dialog.receiveText(OPEN.replace("pcm_s16le", "pcm_f32le"));
    dialog.receiveAudio(new Uint8Array(speechLike(1).buffer));
    dialog.receiveAudio(new Uint8Array(Float32Array.of(amplitude).buffer));
    await settle();
    assertEquals(typesOf(client.messages), ["opened", "prediction", "error"]);
    assertEquals(client.of("error")[0]!.code, "bad_audio");
    assertEquals(client.closed!.code, 1007);
  }
});

Deno.test("NativeDialog ends a client that is too far ahead", () => {
  const gate = new GatedScore();
  const { client, dialog } = opened(fakeDeps(fakeModel(gate.score)));
  dialog.receiveAudio(SPEECH);
  const silence = new Uint8Array(1_048_576);
  for (let i = 0; i < 20; i++) dialog.receiveAudio(silence);
  assertEquals(client.of("error").map(({ code }) => code), ["too_far_ahead"]);
  assertEquals(client.closed!.code, 1008);
});

Deno.test("NativeDialog ends a client that does not read", async () => {
  const { client, dialog, ended } = opened();
  client.unsentBytes = MAX_UNSENT_BYTES;
  dialog.receiveAudio(SPEECH.slice(0, 32_000));
  await settle();
  assertEquals(client.closed, undefined);
  client.unsentBytes = MAX_UNSENT_BYTES + 1;
  dialog.receiveAudio(SPEECH.slice(32_000));
  await settle();
  assertEquals(client.closed, { code: 1008, reason: "too_slow" });
  assertEquals(client.of("prediction").length, 2);
  assertEquals(ended, ["end"]);
});

// Faults of ours.

Deno.test("NativeDialog tells its client of a fault of ours, without what is inside", async () => {
  const model = fakeModel(() => Promise.reject(new Error("secret")));
  const { client, dialog, internalFaults } = opened(fakeDeps(model));
  dialog.receiveAudio(SPEECH);
  await settle();
  const [error] = client.of("error");
  assertEquals(error!.code, "internal");
  assert(!error!.message.includes("secret"));
  assertEquals(client.closed!.code, 1011);
  assertEquals((internalFaults[0]!.cause as Error).message, "secret");
});

Deno.test("NativeDialog keeps the faults of one client from another", async () => {
  let calls = 0;
  const deps = fakeDeps(
    fakeModel((request) =>
      ++calls === 2 ? Promise.reject(new Error("broken")) : fakeScore(request)
    ),
  );
  const [one, other, third] = [opened(deps), opened(deps), opened(deps)];
  one.dialog.receiveAudio(SPEECH);
  other.dialog.receiveAudio(SPEECH);
  third.dialog.receiveText("nonsense");
  await settle();
  one.dialog.receiveText(CLOSE);
  other.dialog.receiveText(CLOSE);
  await settle();
  assertEquals(third.client.closed!.code, 1007);
  const codes = [one, other].map(({ client }) => client.closed!.code).sort();
  assertEquals(codes, [1000, 1011]);
});

// The end from outside.

Deno.test("NativeDialog says nothing once its client has gone", async () => {
  const gate = new GatedScore();
  const { client, dialog, ended } = opened(fakeDeps(fakeModel(gate.score)));
  dialog.receiveAudio(SPEECH);
  await settle();
  dialog.end();
  await gate.release();
  assertEquals(typesOf(client.messages), ["opened"]);
  assertEquals(client.closed, undefined);
  assertEquals(ended, ["end"]);
});

Deno.test("NativeDialog.stop() answers what has come and closes with 1001", async () => {
  const { client, dialog, ended } = opened();
  dialog.receiveAudio(SPEECH);
  dialog.stop();
  await settle();
  assertEquals(client.of("prediction").length, 4);
  assertEquals(client.of("closed")[0]!.reason, "server_stop");
  assertEquals(client.closed, { code: 1001, reason: "server_stop" });
  assertEquals(ended, ["end"]);
});

Deno.test("NativeDialog.stop() closes who has not opened, and leaves alone who closes", async () => {
  const waiting = begin();
  waiting.dialog.stop();
  assertEquals(waiting.client.closed!.code, 1001);
  assertEquals(waiting.ended, ["end"]);

  const closing = opened();
  closing.dialog.receiveText(CLOSE);
  closing.dialog.stop();
  await settle();
  assertEquals(closing.client.closed!.code, 1000);
  assertEquals(closing.client.of("closed").length, 1);
});

Deno.test("NativeDialog never throws and ends at most once, whatever it receives", async () => {
  const valid = [
    OPEN,
    CLOSE,
    '{"type":"keepalive"}',
    '{"type":"flush","id":1}',
  ];
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.constantFrom(...valid).map(text),
    fc.constantFrom(...valid).map((message) =>
      text(message.replaceAll("e", "E"))
    ),
    fc.json().map(text),
    fc.string({ unit: "binary" }).map(text),
    fc.uint8Array({ maxLength: 4_000 }).map((bytes) => audio(bytes.slice())),
    fc.uint8Array({ maxLength: 4_000 }).map((bytes) =>
      audio(bytes.slice(bytes.length % 2))
    ),
    fc.constant<Act>((dialog) => dialog.stop()),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const { client, dialog, ended, internalFaults } = begin();
      for (const act of [text(OPEN), ...acts]) act(dialog);
      await settle();
      assertEquals(internalFaults, []);
      assertEquals(ended.length, client.closed ? 1 : 0);
      const last = client.messages.at(-1)!.type;
      if (client.closed) assert(["closed", "error"].includes(last), last);
      dialog.end();
      assertEquals(ended, ["end"]);
    }),
    { numRuns: 150 },
  );
});

Deno.test("NativeDialog tells the sink of a call, its predictions and its end", async () => {
  const { client, dialog, sink } = opened();
  dialog.receiveAudio(SPEECH);
  dialog.receiveText(CLOSE);
  await settle();
  const [call] = sink.calls;
  assertEquals(
    [call?.platform, call?.sessionId, call?.tenant, call?.model.name],
    ["native", "s-1", "default", "fake"],
  );
  assertEquals(call?.channels, [{
    direction: "0",
    role: "customer",
    place: 0,
  }]);
  assertEquals(sink.predictions, client.of("prediction"));
  const [end] = sink.ends;
  assert(end?.reason === "client_close");
  assertEquals(end.report.totals, client.of("closed")[0]!.totals);
  assertEquals(sink.ends.length, 1);
});

Deno.test("NativeDialog tells the sink of a client that has gone, once, with what was heard of it", async () => {
  const { dialog, sink } = opened();
  dialog.receiveAudio(SPEECH);
  await settle();
  dialog.end();
  dialog.end();
  assertEquals(sink.ends.length, 1);
  const [end] = sink.ends;
  assert(end?.reason === "socket_closed");
  assertEquals(end.report.totals.predictions, sink.predictions.length);
});

Deno.test("NativeDialog tells the sink of faults: of an open call as its end, before as a refusal", () => {
  const open = opened();
  open.dialog.receiveText("{");
  assertEquals(open.sink.ends.map(({ reason }) => reason), ["fault"]);
  const early = begin();
  early.dialog.receiveText("{");
  assertEquals(early.sink.ends, []);
  assertEquals(
    early.sink.refusals.map(({ platform, code }) => [platform, code]),
    [
      ["native", "bad_json"],
    ],
  );
});

Deno.test("NativeDialog holds a checkpoint back until what it is ahead of is kept", async () => {
  const client = new FakeClient();
  const { deps } = wireDeps();
  const waiting: (() => void)[] = [];
  const kept = () => new Promise<void>((resolve) => waiting.push(resolve));
  const resumption = { ...deps.resumption, kept };
  const dialog = new NativeDialog(client, { ...deps, resumption });
  const resumable = { ...JSON.parse(OPEN), resumable: true };
  dialog.receiveText(JSON.stringify(resumable));
  for (const chunk of chunks(SPEECH, [640])) dialog.receiveAudio(chunk);
  await settle();
  const types = () => typesOf(client.messages);
  assertEquals(types(), [
    "opened",
    "checkpoint",
    "prediction",
    "prediction",
    "prediction",
  ]);

  for (const keep of waiting.splice(0, 2)) keep();
  await settle();
  assertEquals(types().slice(5), ["checkpoint", "checkpoint"]);
  const checkpoints = client.messages.flatMap((message) =>
    message.type === "checkpoint" ? message.index : []
  );
  assertEquals(checkpoints, [0, 1, 2]);

  dialog.receiveText(CLOSE);
  await settle();
  for (const keep of waiting) keep();
  await settle();
  assertEquals(types().at(-1), "closed");
});
