/** The states of an AudioHook dialog, as a table of sequences; then each rule for itself. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Refusal } from "../../../../src/session/call_sink.ts";
import { ProtocolError } from "../../../../src/protocol/protocol_error.ts";
import {
  JUMP,
  OPEN,
  SESSION_ID,
} from "../../../protocol/audiohook/_messages.ts";
import { fakeDeps, fakeModel, GatedScore, settle } from "../../_fakes.ts";
import {
  createSession,
  media,
  type SessionOptions,
  speech,
} from "./_client.ts";

const NULL = "00000000-0000-0000-0000-000000000000";
const MINUTE = 60_000;
const FRAME = speech(0.2);

type Session = ReturnType<typeof createSession>;
type Step = (session: Session) => void | Promise<void>;

const say = (type: string, parameters?: object): Step => ({ say }) =>
  say(type, parameters);
const open = (fields?: object): Step => ({ open }) => open(fields);
const audio = (bytes = FRAME): Step => ({ dialog }) =>
  dialog.receiveAudio(bytes);
const text = (text: string): Step => ({ dialog }) => dialog.receiveText(text);
const pass = (ms: number): Step => ({ timers }) => timers.pass(ms);
const hangUp: Step = ({ dialog }) => dialog.end();
const stop: Step = ({ dialog }) => dialog.stop();
const idle: Step = ({ dialog }) => dialog.expire("idle");
const fault: Step = ({ dialog }) =>
  dialog.fail(new ProtocolError("overloaded", "Cannot go on"));

/** What is left in the end of a sequence. */
interface Outcome {
  /** Types that the client got. */
  readonly told: readonly string[];
  /** The code that the server hung up with, if it did. */
  readonly code?: number;
  /** How the call ended for the sink, if there was one. */
  readonly end?: string;
  /** Codes of what the sink was told was refused. */
  readonly refused?: readonly Refusal["code"][];
  /** Whether the dialog has ended. */
  readonly isOver?: boolean;
}

const SEQUENCES: readonly [
  string,
  readonly Step[],
  Outcome,
  SessionOptions?,
][] = [
  ["a call", [open(), audio(), say("ping"), audio(), say("close"), hangUp], {
    told: ["opened", "pong", "closed"],
    end: "platform_stop",
    isOver: true,
  }],
  ["a client that does not hang up", [open(), say("close"), pass(3_000)], {
    told: ["opened", "closed"],
    code: 1000,
    isOver: true,
  }],
  ["a client that does nothing", [pass(10_000), pass(10_000)], {
    told: ["disconnect error"],
    code: 1008,
    refused: ["too_slow"],
    isOver: true,
  }],
  ["a client that closes before it opens", [say("close"), hangUp], {
    told: ["closed"],
    isOver: true,
  }],
  ["a ping before open", [say("ping"), open(), hangUp], {
    told: ["pong", "opened"],
    isOver: true,
  }],
  ["a hang-up without a word", [hangUp], { told: [], isOver: true }],
  ["a hang-up in a call", [open(), audio(), hangUp], {
    told: ["opened"],
    end: "socket_closed",
    isOver: true,
  }],
  [
    "pauses, as often as they are said",
    [
      open(),
      audio(),
      say("paused"),
      say("paused"),
      say("resumed", JUMP),
      say("resumed", { start: "PT2S", discarded: "PT0S" }),
      audio(),
      say("close"),
      hangUp,
    ],
    { told: ["opened", "closed"], end: "platform_stop", isOver: true },
  ],
  ["an update", [open(), say("update"), say("close")], {
    told: ["opened", "updated", "closed"],
  }],
  ["an error that the client goes on after", [
    open(),
    audio(),
    say("error"),
    audio(),
    say("close", { reason: "error" }),
  ], { told: ["opened", "closed"], end: "platform_stop" }],
  ["a second open", [open(), open(), say("close"), hangUp], {
    told: ["opened", "disconnect error", "closed"],
    refused: ["already_open"],
    isOver: true,
  }],
  ["audio before open", [audio(), pass(10_000)], {
    told: ["disconnect error"],
    code: 1002,
    refused: ["not_open"],
    isOver: true,
  }],
  ["anything else before open", [say("paused"), say("close"), hangUp], {
    told: ["disconnect error", "closed"],
    refused: ["not_open"],
    isOver: true,
  }],
  ["audio in a pause", [
    open(),
    audio(),
    say("paused"),
    audio(),
    say("close"),
    hangUp,
  ], {
    told: ["opened", "disconnect error", "closed"],
    end: "not_open",
    isOver: true,
  }],
  ["audio though no medium was chosen", [open({ media: [] }), audio()], {
    told: ["opened", "disconnect error"],
    refused: ["unsupported_encoding"],
  }],
  ["half a sample", [
    open({ media: [media(["external"], "L16")] }),
    audio(new Uint8Array(3)),
  ], { told: ["opened", "disconnect error"], refused: ["bad_audio"] }],
  ["text that is not JSON", [open(), audio(), text("{")], {
    told: ["opened", "disconnect error"],
    end: "bad_json",
  }],
  ["text that is too large", [open(), text(`"${"x".repeat(65_535)}"`)], {
    told: ["opened", "disconnect error"],
    refused: ["message_too_large"],
  }],
  ["audio that is too large", [open(), audio(new Uint8Array(65_537))], {
    told: ["opened", "disconnect error"],
    refused: ["message_too_large"],
  }],
  ["an unknown type", [open(), say("dtmf", { digit: "1" })], {
    told: ["opened", "disconnect error"],
    refused: ["unknown_type"],
  }],
  [
    "what was on its way when a fault was told",
    [
      open(),
      audio(),
      text("{"),
      audio(),
      say("ping"),
      text("{"),
      say("paused"),
      say("error"),
      open(),
      say("close", { reason: "disconnect" }),
      say("ping"),
      audio(),
      hangUp,
    ],
    {
      told: ["opened", "disconnect error", "pong", "closed"],
      end: "bad_json",
      isOver: true,
    },
  ],
  ["a client that is asked to close and does not", [
    open(),
    text("{"),
    pass(9_999),
  ], { told: ["opened", "disconnect error"], refused: ["bad_json"] }],
  ["... for too long", [open(), text("{"), pass(10_000)], {
    told: ["opened", "disconnect error"],
    refused: ["bad_json"],
    code: 1007,
    isOver: true,
  }],
  ["no place for it", [fault, open(), say("close"), hangUp], {
    told: ["disconnect error", "closed"],
    refused: ["overloaded"],
    isOver: true,
  }],
  [
    "who may not enter",
    [open(), audio(), pass(499)],
    { told: [], refused: ["forbidden"] },
    { request: { refusal: "no key" } },
  ],
  [
    "who may not enter, told at its time",
    [open(), audio(), pass(500), say("close"), hangUp],
    {
      told: ["disconnect unauthorized", "closed"],
      refused: ["forbidden"],
      isOver: true,
    },
    { request: { refusal: "no key" } },
  ],
  [
    "who may not enter and stays",
    [pass(500), pass(2_000)],
    {
      told: ["disconnect unauthorized"],
      code: 1008,
      refused: ["forbidden"],
      isOver: true,
    },
    { request: { refusal: "no key" } },
  ],
  [
    "who may not enter and closes first",
    [open(), say("close"), hangUp, pass(MINUTE)],
    { told: ["closed"], refused: ["forbidden"], isOver: true },
    { request: { refusal: "no key" } },
  ],
  [
    "another organization than the header's",
    [open({ organizationId: SESSION_ID }), pass(500)],
    { told: ["disconnect unauthorized"], refused: ["forbidden"] },
  ],
  [
    "an organization without a header",
    [open(), pass(500)],
    { told: ["disconnect unauthorized"], refused: ["forbidden"] },
    { request: { organizationId: undefined } },
  ],
  ["a stop, and a client that reconnects", [
    open(),
    audio(),
    stop,
    audio(),
    say("close", { reason: "reconnect" }),
    hangUp,
  ], {
    told: ["opened", "reconnect", "closed"],
    end: "server_stop",
    isOver: true,
  }],
  ["a stop, and a client that cannot reconnect", [
    open(),
    audio(),
    stop,
    pass(1_500),
    say("close", { reason: "disconnect" }),
    hangUp,
  ], {
    told: ["opened", "reconnect", "disconnect completed", "closed"],
    end: "server_stop",
    isOver: true,
  }],
  ["a stop, and a client that does not care", [
    open(),
    audio(),
    stop,
    pass(2_500),
  ], {
    told: ["opened", "reconnect", "disconnect completed"],
    code: 1001,
    end: "server_stop",
    isOver: true,
  }],
  ["a call in which nothing was said for too long", [
    open(),
    audio(),
    idle,
    idle,
    say("close", { reason: "disconnect" }),
    hangUp,
  ], {
    told: ["opened", "disconnect completed", "closed"],
    end: "idle",
    isOver: true,
  }],
  ["a stop before open", [stop, pass(1_000)], {
    told: ["disconnect completed"],
    code: 1001,
    isOver: true,
  }],
  [
    "a stop while who may not enter waits",
    [stop],
    { told: [], code: 1001, refused: ["forbidden"], isOver: true },
    { request: { refusal: "no key" } },
  ],
  ["a stop when all is said", [open(), say("close"), stop], {
    told: ["opened", "closed"],
    code: 1001,
    isOver: true,
  }],
];

for (const [name, steps, outcome, options] of SEQUENCES) {
  Deno.test(`AudiohookDialog goes through ${name}`, async () => {
    const session = createSession(options);
    for (const step of steps) {
      await step(session);
      await settle();
    }
    const { client, sink, ended, timers } = session;
    const [end] = sink.ends;
    assertEquals({
      told: client.types,
      code: client.closed?.code,
      end: end?.reason === "fault" ? end.code : end?.reason,
      refused: sink.refusals.map(({ code }) => code),
      isOver: ended.length === 1,
    }, {
      code: undefined,
      end: undefined,
      refused: [],
      isOver: false,
      ...outcome,
    });
    client.messages.forEach(({ version, id, seq }, i) =>
      assertEquals([version, id, seq], ["2", SESSION_ID, i + 1])
    );
    if (ended.length > 0) assertEquals(timers.count, 0);
    session.dialog.end();
    await settle();
    assertEquals(session.ended.length, 1);
    assertEquals(session.budget.heldBytes, 0);
    assertEquals(session.internalFaults, []);
  });
}

Deno.test("AudiohookDialog numbers its messages and repeats the client's numbers", async () => {
  const { client, dialog, open, say } = createSession({ hasEvents: true });
  open();
  for (const type of ["ping", "update", "ping"]) say(type);
  dialog.receiveAudio(speech(1.2));
  await settle();
  say("close");
  await settle();
  assertEquals(
    client.messages.map(({ type, seq, clientseq }) => [type, seq, clientseq]),
    [
      ["opened", 1, 1],
      ["pong", 2, 2],
      ["updated", 3, 3],
      ["pong", 4, 4],
      ["event", 5, 4],
      ["event", 6, 5],
      ["closed", 7, 5],
    ],
  );
});

Deno.test("AudiohookDialog tells a fault with AudioHook's number", () => {
  const faults: [Step, string][] = [
    [text("{"), "400 Cannot read the message as text must be JSON"],
    [say("dtmf", {}), "405 Cannot read the message as type"],
    [open(), '409 Cannot take "open" as it must come once'],
    [text("x".repeat(70_000)), "413 Cannot read the message"],
    [fault, "503 Cannot go on"],
  ];
  for (const [step, words] of faults) {
    const session = createSession();
    session.open();
    step(session);
    const last = session.client.messages.at(-1)!;
    assert("info" in last.parameters && last.type === "disconnect");
    assertStringIncludes(last.parameters.info!, words);
  }
});

for (
  const [name, fields, words] of [
    ["a number left out", { seq: 3 }, "seq must be 2"],
    ["a number twice", { seq: 1 }, "seq must be 2"],
    ["an answer to what was never said", { serverseq: 2 }, "at most 1"],
    ["another session's id", { id: OPEN.organizationId }, "id must be"],
  ] as const
) {
  Deno.test(`AudiohookDialog takes ${name} for a fault`, () => {
    const { client, open, say, dialog } = createSession();
    open();
    say("ping", {}, fields);
    const { type, parameters } = client.messages.at(-1)!;
    assertEquals(type, "disconnect");
    assertStringIncludes((parameters as { info: string }).info, words);
    say("close", { reason: "disconnect" }, { seq: 9, ...fields });
    assertEquals(client.messages.at(-1)!.type, "closed");
    dialog.end();
  });
}

Deno.test("AudiohookDialog takes the session's id from the first message if no header has it", () => {
  const { client, open, say } = createSession({
    request: { sessionId: undefined },
  });
  open();
  assertEquals(client.messages[0]!.id, SESSION_ID);
  say("ping", {}, { id: OPEN.organizationId });
  assertEquals(client.types, ["opened", "disconnect error"]);
});

Deno.test("AudiohookDialog tells who may not enter nothing of the reason", () => {
  const { client, timers, sink } = createSession({
    request: { refusal: "the signature is wrong" },
  });
  timers.pass(500);
  assertEquals(client.messages.map(({ parameters }) => parameters), [
    { reason: "unauthorized" },
  ]);
  assertEquals(sink.refusals, [{
    platform: "audiohook",
    code: "forbidden",
    reason: "the signature is wrong",
  }]);
});

Deno.test("AudiohookDialog answers open before it touches a model or a sink", () => {
  const touched: string[] = [];
  const session = createSession({
    wire: {
      model: () => {
        touched.push("model");
        throw new Error("broken");
      },
    },
  });
  session.client.onMessage = ({ type }) => touched.push(type);
  for (const told of ["started", "refused"] as const) {
    session.sink[told] = () => touched.push(told);
  }
  session.open({ media: [media(["internal"])] });
  assertEquals(touched, ["opened", "refused"]);
});

Deno.test("AudiohookDialog keeps no record of a connection probe, and hears none of its audio", async () => {
  for (const offer of [[], OPEN.media]) {
    const { client, dialog, open, say, sink, ended } = createSession();
    open({
      conversationId: NULL,
      participant: { ...OPEN.participant, id: NULL },
      media: offer,
    });
    if (offer.length > 0) dialog.receiveAudio(speech(3));
    say("close");
    dialog.end();
    await settle();
    assertEquals(client.types, ["opened", "closed"]);
    assertEquals(
      [sink.calls, sink.predictions, sink.ends, sink.refusals],
      [[], [], [], []],
    );
    assertEquals(ended.length, 1);
  }
});

Deno.test("AudiohookDialog logs why it takes nothing of an offer", async () => {
  const { client, say, open, sink } = createSession();
  open({ media: [media(["internal"]), media(["external", "internal"])] });
  say("close");
  await settle();
  assertEquals(client.messages[0]!.parameters, { media: [] });
  assertEquals(client.types, ["opened", "closed"]);
  assertEquals(sink.refusals.map(({ code }) => code), ["role_refused"]);
  assertStringIncludes(
    sink.refusals[0]!.reason,
    "internal, external+internal",
  );
});

Deno.test("AudiohookDialog takes an offer exactly as it came", () => {
  const offer = {
    rate: 8_000,
    newer: { fields: [null, "x"] },
    channels: ["external"],
    format: "PCMU",
    type: "audio",
  };
  const { client, open } = createSession();
  open({ media: [{ type: "video" }, offer] });
  const [opened] = client.messages;
  assertEquals(opened!.parameters, { media: [offer] });
  assertEquals(
    JSON.stringify((opened!.parameters as { media: unknown[] }).media[0]),
    JSON.stringify(offer),
  );
});

Deno.test("AudiohookDialog names the call by Genesys's ids", async () => {
  const { dialog, open, say, sink } = createSession();
  open();
  dialog.receiveAudio(FRAME);
  say("error", { code: 408, message: "Timeout waiting for pong" });
  say("close", { reason: "error" });
  await settle();
  const [call] = sink.calls;
  assertEquals(
    [call!.platform, call!.callId, call!.streamId, call!.channels],
    ["audiohook", OPEN.conversationId, SESSION_ID, [
      { direction: "external", role: "customer", place: 0 },
    ]],
  );
  const [end] = sink.ends;
  assert(end?.reason === "platform_stop");
  assertEquals(end.complaint, "408 Timeout waiting for pong");
});

/** The events of a session that pings after so many seconds of audio. */
async function eventsOf(
  { hasEvents, pingAfter }: { hasEvents: boolean; pingAfter: number },
) {
  const { client, dialog, open, say, sink } = createSession({ hasEvents });
  open();
  for (let second = 0; second < 4; second++) {
    if (second === pingAfter) say("ping");
    dialog.receiveAudio(speech(1, second));
    await settle();
  }
  say("close");
  await settle();
  assertEquals(client.messages.at(-1)!.type, "closed");
  return { messages: client.messages, predictions: sink.predictions };
}

Deno.test("AudiohookDialog sends events if it is configured to, from the first pong on", async () => {
  const { messages, predictions } = await eventsOf({
    hasEvents: true,
    pingAfter: 2,
  });
  const pong = messages.findIndex(({ type }) => type === "pong");
  const events = messages.filter(({ type }) => type === "event");
  assert(pong === 1 && events.length > 0);
  const told = predictions.slice(-events.length);
  assert(told.length < predictions.length);
  events.forEach(({ parameters }, i) => {
    const { startMs, endMs, type: _, ...prediction } = told[i]!;
    assertEquals(parameters, {
      entities: [{
        type: "emotion",
        data: {
          ...prediction,
          channel: "external",
          offset: `PT${startMs / 1000}S`,
          duration: `PT${(endMs - startMs) / 1000}S`,
        },
      }],
    });
  });
});

Deno.test("AudiohookDialog sends no event before a pong, nor unless it is configured to", async () => {
  for (
    const options of [
      { hasEvents: true, pingAfter: 9 },
      { hasEvents: false, pingAfter: 0 },
    ]
  ) {
    const { messages, predictions } = await eventsOf(options);
    assertEquals(messages.some(({ type }) => type === "event"), false);
    assert(predictions.length > 0);
  }
});

Deno.test("AudiohookDialog says closed after the last answer, but not long after", async () => {
  const gate = new GatedScore();
  const deps = fakeDeps(fakeModel(gate.score));
  const { client, dialog, open, say, timers, sink, ended } = createSession({
    deps,
    hasEvents: true,
  });
  open();
  say("ping");
  dialog.receiveAudio(speech(1.2));
  say("close");
  await settle();
  assertEquals(client.types, ["opened", "pong"]);
  await gate.release();
  assertEquals(client.types, ["opened", "pong", "event"]);
  timers.pass(5_000);
  assertEquals(client.types, ["opened", "pong", "event", "closed"]);
  dialog.end();
  assertEquals(ended, []);
  await gate.release();
  assertEquals(client.types, ["opened", "pong", "event", "closed"]);
  assertEquals(sink.predictions.length, 2);
  assertEquals(sink.ends.map(({ reason }) => reason), ["platform_stop"]);
  assertEquals([ended, timers.count], [["end"], 0]);
});

Deno.test("AudiohookDialog says closed although the last answer fails", async () => {
  const gate = new GatedScore();
  const score = async (...args: Parameters<typeof gate.score>) => {
    await gate.score(...args);
    throw new Error("secret");
  };
  const deps = fakeDeps(fakeModel(score));
  const { client, dialog, open, say, sink, internalFaults } = createSession({
    deps,
  });
  open();
  dialog.receiveAudio(speech(1.2));
  say("close");
  await gate.release();
  assertEquals(client.types, ["opened", "closed"]);
  const [end] = sink.ends;
  assert(end?.reason === "fault" && !JSON.stringify(end).includes("secret"));
  assertEquals(internalFaults.length, 1);
});

Deno.test("AudiohookDialog tells a fault of ours without what it is", async () => {
  const deps = fakeDeps(fakeModel(() => Promise.reject(new Error("secret"))));
  const { client, dialog, open, sink, internalFaults } = createSession({
    deps,
  });
  open();
  dialog.receiveAudio(speech(1.2));
  await settle();
  assertEquals(client.types, ["opened", "disconnect error"]);
  assertStringIncludes(JSON.stringify(client.messages[1]), '"500 Cannot go on');
  assertEquals(JSON.stringify(client.messages).includes("secret"), false);
  assertEquals(sink.ends.map(({ reason }) => reason), ["fault"]);
  assertEquals(internalFaults.length, 1);
});

Deno.test("AudiohookDialog gives up a client that does not read", () => {
  const { client, open, say } = createSession();
  open();
  client.unsentBytes = 1_048_577;
  say("ping");
  assertEquals(client.types, ["opened", "pong", "disconnect error"]);
});

Deno.test("AudiohookDialog takes audio while the model is busy", () => {
  const gate = new GatedScore();
  const deps = fakeDeps(fakeModel(gate.score));
  const { client, dialog, open, say } = createSession({ deps });
  open();
  for (let i = 0; i < 100; i++) {
    dialog.receiveAudio(FRAME);
    say("ping");
  }
  assertEquals(client.types.filter((type) => type === "pong").length, 100);
  dialog.end();
});

Deno.test("AudiohookDialog stays with a fault that opening met", () => {
  const { client, open, dialog, ended } = createSession();
  client.unsentBytes = 1_048_577;
  open();
  assertEquals(client.types, ["opened", "disconnect error"]);
  dialog.receiveAudio(FRAME);
  dialog.end();
  assertEquals([client.types.length, ended], [2, ["end"]]);
});
