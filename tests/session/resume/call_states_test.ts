import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import type { CallState } from "../../../src/protocol/native/call_state.ts";
import { MAX_STATE_CHARACTERS } from "../../../src/protocol/native/messages.ts";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";
import { type CallInfo, callModel } from "../../../src/session/call_sink.ts";
import type { CallMark } from "../../../src/session/hearing.ts";
import { MAX_SESSION_AGE_MS } from "../../../src/session/limits.ts";
import {
  readCallState,
  writeCallState,
} from "../../../src/session/resume/call_states.ts";
import { createSeal } from "../../../src/session/resume/seal.ts";
import { Session } from "../../../src/session/session.ts";
import { fakeDeps, fakeModel, settle } from "../_fakes.ts";
import { pcm16, speechLike } from "../_signals.ts";

fc.configureGlobal({ seed: 2_026 });

const SEAL = createSeal("a secret");
const FORMAT = {
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  channels: [{ role: "customer" }],
} as const;
const MODEL = fakeModel();
const INFO: CallInfo = {
  platform: "native",
  sessionId: "s-1",
  callId: "call 7",
  streamId: "s-1",
  tenant: "acme",
  generation: 3,
  startedAtMs: 1_000,
  model: callModel(MODEL),
  channels: [{ direction: "0", role: "customer", place: 0 }],
};

/** A mark in the midst of speech. */
async function markOf(): Promise<CallMark> {
  const session = new Session(FORMAT, fakeDeps(), {
    onPrediction() {},
    onFault() {},
  });
  session.push(pcm16(speechLike(4)));
  await settle();
  return session.mark();
}

const MARK = await markOf();
const STATE = writeCallState(
  { info: INFO, format: FORMAT, strideMs: 480, mark: MARK },
  SEAL,
);
const OPEN = {
  ...FORMAT,
  resume: {
    sessionId: "s-1",
    generation: 4,
    fromSample: MARK.fromSample,
    state: STATE,
  },
};
const READER = {
  seal: SEAL,
  tenant: "acme",
  model: MODEL,
  wallMs: () => 2_000,
};

/** A state that was sealed with something else in it. */
function forged(change: Partial<Record<keyof CallState, unknown>>): string {
  return SEAL.seal(
    JSON.stringify({ ...JSON.parse(SEAL.open(STATE)!), ...change }),
  );
}

function refused(
  open: Partial<typeof OPEN["resume"]> & { readonly format?: object },
  reader: Partial<typeof READER> = {},
): string {
  const { format, ...resume } = open;
  const error = assertThrows(
    () =>
      readCallState(
        { ...OPEN, ...format, resume: { ...OPEN.resume, ...resume } },
        { ...READER, ...reader },
      ),
    ProtocolError,
  );
  assertEquals([error.code, error.closeCode], ["bad_resume", 1008]);
  assert(error.message.startsWith("Cannot resume as "), error.message);
  assert(!error.message.includes(STATE.slice(0, 20)));
  return error.message;
}

Deno.test("readCallState() reads what writeCallState() has written, to the last digit", () => {
  const state = readCallState(OPEN, READER);
  const { sessionId, callId, startedAtMs, generation, index, channels } = state;
  assertEquals(
    { sessionId, callId, startedAtMs, generation },
    { sessionId: "s-1", callId: "call 7", startedAtMs: 1_000, generation: 3 },
  );
  assertEquals([index, channels], [MARK.index, MARK.channels]);
  assert(MARK.channels[0]!.smoother.logMean !== null);
});

Deno.test("readCallState() refuses what was not sealed with this secret", () => {
  for (
    const state of [
      "AAAA",
      STATE.slice(1),
      `${STATE}A`,
      STATE.replace(/.$/, "-"),
    ]
  ) assertStringIncludes(refused({ state }), "this service has given");
  assertStringIncludes(
    refused({}, { seal: createSeal("another") }),
    "this service has given",
  );
});

Deno.test("readCallState() refuses another tenant's call and another call's state, in the same words", () => {
  const words = "must be of this call";
  assertStringIncludes(refused({}, { tenant: "other" }), words);
  assertStringIncludes(refused({ sessionId: "s-2" }), words);
});

Deno.test("readCallState() refuses a model that has changed, and says what to do", () => {
  const model = { ...MODEL, sha256: "cd".repeat(32) };
  assertStringIncludes(refused({}, { model }), "begin a new call");
  const slower = { ...MODEL, strideMs: 960 };
  assertStringIncludes(refused({}, { model: slower }), "every 960 ms");
});

Deno.test("readCallState() refuses another format", () => {
  for (
    const format of [
      { encoding: "pcm_f32le" },
      { sampleRateHz: 8_000 },
      { channels: [{ role: "agent" }] },
      { channels: [{ role: "customer" }, { role: "agent" }] },
    ]
  ) assertStringIncludes(refused({ format }), "audio must be as it was");
});

Deno.test("readCallState() refuses an old generation, another place and a call of long ago", () => {
  assertStringIncludes(refused({ generation: 3 }), "above 3");
  assertStringIncludes(refused({ fromSample: 0 }), "from sample");
  const wallMs = () => 1_000 + MAX_SESSION_AGE_MS + 1;
  assertStringIncludes(refused({}, { wallMs }), "begin a new one");
});

Deno.test("readCallState() refuses the impossible, even if it is sealed: a secret may be known", () => {
  const [channel] = MARK.channels;
  const { smoother, tally } = channel!;
  const impossible: readonly Partial<Record<keyof CallState, unknown>>[] = [
    { index: MARK.index + 1 },
    { index: 2 ** 52 },
    { channels: [] },
    { channels: [channel, channel] },
    { channels: [{ ...channel, smoother: { ...smoother, label: 3 } }] },
    { channels: [{ ...channel, smoother: { ...smoother, label: null } }] },
    { channels: [{ ...channel, smoother: { ...smoother, logMean: [0] } }] },
    { channels: [{ ...channel, tally: { ...tally, logSums: [] } }] },
    { channels: [{ ...channel, tally: { ...tally, shown: [1] } }] },
    { channels: [{ ...channel, judgedRows: -1 }] },
    { channels: [{ ...channel, judgedRows: 0.5 }] },
    { version: 2 },
    { predictions: "many" },
    { endMs: null },
  ];
  for (const change of impossible) refused({ state: forged(change) });
  readCallState(
    { ...OPEN, resume: { ...OPEN.resume, state: forged({}) } },
    READER,
  );
});

Deno.test("readCallState() answers any sealed text", () => {
  const anything = fc.tuple(
    fc.constantFrom(...Object.keys(JSON.parse(SEAL.open(STATE)!))),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(anything, ([name, value]) => {
      const state = forged({ [name]: value });
      try {
        readCallState({ ...OPEN, resume: { ...OPEN.resume, state } }, READER);
      } catch (error) {
        assert(error instanceof ProtocolError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("writeCallState() stays within what a client may send, for two channels of 32 labels after hours", () => {
  const labels = Array.from({ length: 32 }, (_, i) => `label ${i}`);
  const long = -Math.PI * 1e6;
  const count = 1_000_003;
  const channel = {
    judgedRows: count,
    talliedRows: count,
    smoother: {
      logMean: labels.map(() => long),
      label: 31,
      silentWindows: count,
    },
    tally: {
      windows: count,
      speechWindows: count,
      weight: count,
      speechRows: count,
      logSums: labels.map(() => long),
      shown: labels.map(() => count),
    },
  };
  const info = {
    ...INFO,
    callId: "x".repeat(128),
    tenant: "t".repeat(128),
    model: { ...INFO.model, labels },
  };
  const mark = { ...MARK, channels: [channel, channel] };
  const format = {
    ...FORMAT,
    channels: [{ role: "customer" }, { role: "agent" }],
  } as const;
  const state = writeCallState({ info, format, strideMs: 480, mark }, SEAL);
  assert(state.length * 2 < MAX_STATE_CHARACTERS, `${state.length}`);
});
