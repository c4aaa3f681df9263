import { assert, assertEquals } from "@std/assert";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";
import type { RoleSettings } from "../../../src/session/roles.ts";
import type { CallStart } from "../../../src/session/wires/wire_call.ts";
import {
  type CallControl,
  type Wire,
  WireDialog,
  type WireListener,
} from "../../../src/session/wires/wire_dialog.ts";
import { fakeDeps, fakeModel, GatedScore, settle } from "../_fakes.ts";
import { pcm16, speechLike } from "../_signals.ts";
import { SilentClient, wireDeps } from "../_calls.ts";

const START: CallStart = {
  callId: "call",
  streamId: "stream",
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  directions: ["inbound"],
};
const SPEECH = pcm16(speechLike(2));

/** What the listener of the latest {@linkcode wire} may do with its call. */
let control: CallControl | undefined;

/** A platform that says "start" and "stop" and sends what it says between as audio. */
function wire(start: CallStart, listener: Partial<WireListener> = {}): Wire {
  return {
    platform: "twilio",
    listen(call: CallControl) {
      control = call;
      return {
        hearText(text) {
          if (text === "start") call.begin(start);
          else if (text === "stop") call.over();
          else throw new ProtocolError("bad_json", "Cannot read it");
        },
        hearAudio: (bytes) => call.push(bytes),
        ...listener,
      };
    },
  };
}

function dialog(
  { start = {}, listener = {}, settings = {}, deps = fakeDeps() }: {
    start?: Partial<CallStart>;
    listener?: Partial<WireListener>;
    settings?: Partial<RoleSettings>;
    deps?: ReturnType<typeof fakeDeps>;
  } = {},
) {
  const client = new SilentClient();
  const given = wireDeps(settings, deps);
  const dialog = new WireDialog(
    client,
    given.deps,
    wire({ ...START, ...start }, listener),
  );
  return { client, dialog, ...given };
}

Deno.test("WireDialog carries a call from start to stop without sending a byte", async () => {
  const { client, dialog: call, sink, ended } = dialog();
  call.receiveText("start");
  call.receiveAudio(SPEECH);
  call.receiveText("stop");
  assertEquals(client.closed, undefined);
  await settle();
  assertEquals(
    sink.calls.map(({ callId, streamId, sessionId, platform }) => [
      platform,
      callId,
      streamId,
      sessionId,
    ]),
    [["twilio", "call", "stream", "s-1"]],
  );
  assertEquals(sink.predictions.length, 4);
  const [end] = sink.ends;
  assert(end?.reason === "platform_stop");
  assertEquals(end.report.totals.audioMs, 2_000);
  assertEquals(end.report.summary[0]!.role, "customer");
  assertEquals(
    client,
    Object.assign(new SilentClient(), {
      closed: { code: 1000, reason: "platform_stop" },
    }),
  );
  assertEquals(ended, ["end"]);
});

Deno.test("WireDialog answers the tail of a call whose socket closes without a word", async () => {
  const { dialog: call, sink, ended, budget } = dialog();
  call.receiveText("start");
  call.receiveAudio(SPEECH);
  call.end();
  call.end();
  await settle();
  assertEquals(sink.predictions.length, 4);
  assertEquals(sink.ends.map(({ reason }) => reason), ["socket_closed"]);
  assertEquals(ended, ["end"]);
  assertEquals(budget.heldBytes, 0);
});

Deno.test("WireDialog.stop() answers what has come and closes with 1001", async () => {
  const { client, dialog: call, sink } = dialog();
  call.receiveText("start");
  call.receiveAudio(SPEECH);
  call.stop();
  await settle();
  assertEquals(sink.ends.map(({ reason }) => reason), ["server_stop"]);
  assertEquals(client.closed, { code: 1001, reason: "server_stop" });
});

Deno.test("WireDialog.expire() answers what has come and closes with the reason", async () => {
  const { client, dialog: call, sink } = dialog();
  assertEquals(call.hasBegun, false);
  call.receiveText("start");
  assertEquals(call.hasBegun, true);
  call.receiveAudio(SPEECH);
  call.expire("idle");
  call.expire("session_age");
  await settle();
  assertEquals(sink.predictions.length, 4);
  assertEquals(sink.ends.map(({ reason }) => reason), ["idle"]);
  assertEquals(client.closed, { code: 1001, reason: "idle" });
});

Deno.test("WireDialog tells nobody of a socket that never began a call", () => {
  for (const end of ["stop", "end"] as const) {
    const { dialog: call, sink, ended } = dialog();
    call[end]();
    assertEquals([sink.calls, sink.ends, sink.refusals], [[], [], []]);
    assertEquals(ended, ["end"]);
  }
});

Deno.test("WireDialog reads nothing once the call is over", async () => {
  const { client, dialog: call, sink, ended } = dialog();
  for (const text of ["start", "stop", "nonsense"]) call.receiveText(text);
  call.receiveAudio(SPEECH);
  await settle();
  call.receiveText("nonsense");
  assertEquals(client.closed!.code, 1000);
  assertEquals([sink.ends.length, ended.length], [1, 1]);
});

Deno.test("WireDialog lets its listener release what it holds, before the tail is answered", async () => {
  let released = 0;
  const deps = { release: () => void released++ };
  const { dialog: call } = dialog({ listener: deps });
  call.receiveText("start");
  call.receiveText("stop");
  await settle();
  const { dialog: idle } = dialog({ listener: deps });
  idle.end();
  assertEquals(released, 1);
});

Deno.test("WireDialog closes with the code of a fault, and the log has the reason", async () => {
  const { client, dialog: call, sink, ended } = dialog();
  call.receiveText("start");
  call.receiveText("nonsense");
  await settle();
  const [end] = sink.ends;
  assert(end?.reason === "fault");
  assertEquals([end.code, end.message], ["bad_json", "Cannot read it"]);
  assertEquals(client.closed, { code: 1007, reason: "bad_json" });
  assertEquals(client.sent, []);
  assertEquals(ended, ["end"]);
});

/** What is refused before a call, with its code and its close code. */
const REFUSALS: readonly [
  string,
  Parameters<typeof dialog>[0],
  string,
  string,
  number,
][] = [
  ["a fault of its messages", {}, "nonsense", "bad_json", 1007],
  ["a large message", {}, "x".repeat(65_537), "message_too_large", 1009],
  [
    "an agent alone",
    { start: { directions: ["outbound"] } },
    "start",
    "role_refused",
    1008,
  ],
  [
    "a role it cannot state",
    { start: { statedRoles: "inbound=x" } },
    "start",
    "role_refused",
    1008,
  ],
  [
    "an impossible rate",
    { start: { sampleRateHz: 96_000 } },
    "start",
    "unsupported_rate",
    1008,
  ],
  [
    "half a rate",
    { start: { sampleRateHz: 8_000.5 } },
    "start",
    "unsupported_rate",
    1008,
  ],
];

for (const [name, given, text, code, closeCode] of REFUSALS) {
  Deno.test(`WireDialog refuses ${name} with ${code}`, () => {
    const { client, dialog: call, sink, ended } = dialog(given);
    call.receiveText(text);
    assertEquals(sink.refusals.map(({ code }) => code), [code]);
    assertEquals([sink.calls, sink.ends], [[], []]);
    assertEquals(client.closed, { code: closeCode, reason: code });
    assertEquals(ended, ["end"]);
  });
}

Deno.test("WireDialog refuses a second start, audio before the first, and half a sample", () => {
  const acts: [string, (call: WireDialog) => void][] = [
    ["already_open", (call) => {
      call.receiveText("start");
      call.receiveText("start");
    }],
    ["not_open", (call) => call.receiveAudio(SPEECH)],
    ["bad_audio", (call) => {
      call.receiveText("start");
      call.receiveAudio(new Uint8Array(3));
    }],
  ];
  for (const [code, act] of acts) {
    const { client, dialog: call } = dialog();
    act(call);
    assertEquals(client.closed!.reason, code);
  }
});

Deno.test("WireDialog takes messages as large as its wire says", async () => {
  const { deps } = wireDeps();
  const client = new SilentClient();
  const call = new WireDialog(client, deps, {
    ...wire(START),
    maxMessageBytes: 100_000,
  });
  call.receiveText("start");
  call.receiveAudio(new Uint8Array(100_000));
  assertEquals(client.closed, undefined);
  call.receiveAudio(new Uint8Array(100_002));
  await settle();
  assertEquals(client.closed!.reason, "message_too_large");
});

Deno.test("WireDialog hears silence that its listener puts in", async () => {
  const { dialog: call, sink } = dialog({
    listener: { hearAudio: () => control!.pushSilence(24_000) },
  });
  call.receiveText("start");
  call.receiveAudio(SPEECH);
  call.receiveText("stop");
  await settle();
  const [end] = sink.ends;
  assert(end?.reason === "platform_stop");
  assertEquals(end.report.totals.audioMs, 1_500);
});

Deno.test("WireDialog refuses silence, and to leave anything out, before the call has begun", () => {
  for (const act of ["pushSilence", "leaveOut"] as const) {
    const { client, dialog: call } = dialog({
      listener: { hearAudio: () => control![act](20) },
    });
    call.receiveAudio(SPEECH);
    assertEquals(client.closed!.reason, "not_open");
  }
});

Deno.test("WireDialog goes on after what its listener leaves out", async () => {
  const { dialog: call, sink } = dialog({
    listener: {
      hearAudio(bytes) {
        control!.push(bytes);
        control!.leaveOut(16_000);
      },
    },
  });
  call.receiveText("start");
  call.receiveAudio(SPEECH);
  call.receiveAudio(SPEECH);
  call.receiveText("stop");
  await settle();
  assertEquals(sink.predictions.length, 8);
  assertEquals(sink.predictions.at(-1)!.endMs, 5_000);
});

Deno.test("WireDialog names a call by its session if the platform does not", () => {
  const start = { callId: undefined, streamId: undefined };
  const { dialog: call, sink } = dialog({ start });
  call.receiveText("start");
  const { callId, streamId } = sink.calls[0]!;
  assertEquals([callId, streamId], ["s-1", "s-1"]);
});

Deno.test("WireDialog refuses binary messages if its wire has none", () => {
  const { client, deps, sink } = { ...wireDeps(), client: new SilentClient() };
  const call = new WireDialog(client, deps, {
    platform: "twilio",
    listen: () => ({ hearText() {} }),
  });
  call.receiveAudio(SPEECH);
  assertEquals(sink.refusals[0]!.code, "bad_message");
});

Deno.test("WireDialog ends a call by a fault of ours, and reports it", async () => {
  const model = fakeModel(() => Promise.reject(new Error("secret")));
  const { client, dialog: call, sink, internalFaults } = dialog({
    deps: fakeDeps(model),
  });
  call.receiveText("start");
  call.receiveAudio(SPEECH);
  await settle();
  assertEquals(client.closed, { code: 1011, reason: "internal" });
  const [end] = sink.ends;
  assert(end?.reason === "fault" && !end.message.includes("secret"));
  assertEquals(internalFaults.length, 1);
});

Deno.test("WireDialog takes audio while the model is busy", () => {
  const gate = new GatedScore();
  const { client, dialog: call } = dialog({
    deps: fakeDeps(fakeModel(gate.score)),
  });
  call.receiveText("start");
  for (let i = 0; i < 100; i++) call.receiveAudio(SPEECH.slice(0, 6_400));
  assertEquals(client.closed, undefined);
});
