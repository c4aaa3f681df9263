import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import {
  DIALECT_NAMES,
  type DialectName,
} from "../../../src/protocol/twilio/dialects.ts";
import type { AudioFormat } from "../../../src/session/audio_format.ts";
import type { RoleSettings } from "../../../src/session/roles.ts";
import { twilioWire } from "../../../src/session/wires/twilio_listener.ts";
import { WireDialog } from "../../../src/session/wires/wire_dialog.ts";
import { EXAMPLES } from "../../protocol/twilio/_messages.ts";
import { runSession, settle, timeless } from "../_fakes.ts";
import { chunks, speechLike } from "../_signals.ts";
import { SilentClient, wireDeps } from "../_calls.ts";

fc.configureGlobal({ seed: 2_026 });

type Json = Record<string, unknown>;

function dial(
  settings: Partial<RoleSettings> = {},
  platform: DialectName = "twilio",
) {
  const given = wireDeps(settings);
  const client = new SilentClient();
  const dialog = new WireDialog(client, given.deps, twilioWire(platform));
  const say = (message: unknown) =>
    dialog.receiveText(
      typeof message === "string" ? message : JSON.stringify(message),
    );
  return { ...given, client, dialog, say };
}

const { start: START, stop: STOP } = EXAMPLES.twilio;

function startOf(tracks: readonly string[], fields: Json = {}): Json {
  const start = { ...START.start as Json, tracks, ...fields };
  return { ...START, start };
}

/** One 20 ms piece of a track. */
function media(number: number, bytes: Uint8Array, fields: Json = {}): Json {
  return {
    event: "media",
    sequenceNumber: String(number + 1),
    media: {
      track: "inbound",
      chunk: String(number),
      timestamp: String(5 + 20 * (number - 1)),
      payload: bytes.toBase64(),
      ...fields,
    },
    streamSid: "MZ1",
  };
}

function mulaw(seconds: number, seed = 1): Uint8Array {
  return encodeSamples("mulaw", speechLike(seconds, 8_000, { seed }));
}

/** A recording as the messages of one track. */
function mediaOf(bytes: Uint8Array, fields: Json = {}): Json[] {
  return [...chunks(bytes, [160])].map((piece, i) =>
    media(i + 1, piece, fields)
  );
}

const MULAW: AudioFormat = {
  encoding: "mulaw",
  sampleRateHz: 8_000,
  channels: [{ role: "customer" }],
};

Deno.test("twilioWire() gives the same windows as the native protocol", async () => {
  const speech = mulaw(4);
  const { say, sink, client } = dial();
  say(startOf(["inbound"]));
  for (const message of mediaOf(speech)) say(message);
  say(STOP);
  await settle();
  const native = await runSession(MULAW, [speech]);
  assert(native.predictions.length > 5);
  assertEquals(timeless(sink.predictions), timeless(native.predictions));
  const [end] = sink.ends;
  assert(end?.reason === "platform_stop");
  assertEquals(end.report.summary, native.report!.summary);
  assertEquals(client.sent, []);
});

Deno.test("twilioWire() moves no window for what is lost or overtaken", async () => {
  const speech = mulaw(6);
  const messages = mediaOf(speech);
  const arriving = messages
    .map((message, i) => ({ message, at: i + (i % 7 === 3 ? 2.5 : 0) }))
    .sort((a, b) => a.at - b.at)
    .map(({ message }) => message)
    .filter((_, i) => i % 50 !== 20);
  const { say, sink } = dial();
  say(startOf(["inbound"]));
  for (const message of arriving) say(message);
  say(STOP);
  await settle();
  const { predictions } = await runSession(MULAW, [speech]);
  const positions = sink.predictions.map(({ startMs, endMs, index }) => [
    index,
    startMs,
    endMs,
  ]);
  assertEquals(
    positions,
    predictions.map(({ startMs, endMs, index }) => [index, startMs, endMs]),
  );
  assertEquals(sink.ends[0]!.losses.silenceMs, 6 * 20);
  assertEquals(sink.ends[0]!.losses.lateChunks, 0);
});

Deno.test("twilioWire() hears two tracks as the native protocol hears two channels", async () => {
  const voices = [mulaw(4), mulaw(4, 9)];
  const { say, sink } = dial({ agentPurpose: "safety" });
  say(startOf(["inbound", "outbound"]));
  const [inbound, outbound] = [
    mediaOf(voices[0]!),
    mediaOf(voices[1]!, { track: "outbound" }),
  ];
  inbound.forEach((message, i) => {
    say(message);
    say(outbound[i]);
  });
  say(STOP);
  await settle();
  const woven = new Uint8Array(2 * voices[0]!.length);
  voices.forEach((voice, channel) =>
    voice.forEach((byte, i) => woven[2 * i + channel] = byte)
  );
  const native = await runSession({
    ...MULAW,
    channels: [{ role: "customer" }, { role: "agent" }],
  }, [woven]);
  assertEquals(timeless(sink.predictions), timeless(native.predictions));
});

Deno.test("twilioWire() drops an agent's track without decoding it", async () => {
  const { say, sink, client } = dial();
  say(startOf(["inbound", "outbound"]));
  say(media(1, new Uint8Array(160)));
  const broken = { track: "outbound", payload: "this is no base64" };
  say(media(1, new Uint8Array(160), broken));
  say(media(2, new Uint8Array(160), broken));
  say(STOP);
  await settle();
  assertEquals(client.closed!.code, 1000);
  const [end] = sink.ends;
  assert(end?.reason === "platform_stop");
  assertEquals(end.losses.unreadChunks, 2);
  assertEquals(end.report.totals.audioMs, 20);
  assertEquals(sink.calls[0]!.channels.map(({ role }) => role), ["customer"]);
});

Deno.test("twilioWire() swaps roles if the call says so", () => {
  const { say, sink } = dial();
  say(startOf(["inbound", "outbound"], {
    customParameters: { roles: "inbound=agent,outbound=customer" },
  }));
  assertEquals(sink.calls[0]!.channels, [{
    direction: "outbound",
    role: "customer",
    place: 1,
  }]);
});

Deno.test("twilioWire() ignores what is none of its business", async () => {
  const { say, client, sink } = dial();
  for (const message of EXAMPLES.twilio.others) say(message);
  say(startOf(["inbound"]));
  for (const message of EXAMPLES.twilio.others) say(message);
  say(STOP);
  await settle();
  assertEquals(client.closed!.code, 1000);
  assertEquals(sink.ends.length, 1);
});

/** What ends a stream, the code and the close code. */
const FAULTS: readonly [string, readonly unknown[], string, number][] = [
  ["text that is not JSON", ["hello"], "bad_json", 1007],
  ["media before start", [media(1, mulaw(0.02))], "not_open", 1002],
  ["stop before start", [STOP], "not_open", 1002],
  ["two starts", [START, START], "already_open", 1002],
  [
    "media of another stream",
    [START, { ...media(1, mulaw(0.02)), streamSid: "MZ9" }],
    "wrong_stream",
    1008,
  ],
  [
    "the end of another stream",
    [START, { ...STOP, streamSid: "MZ9" }],
    "wrong_stream",
    1008,
  ],
  [
    "wrong base64",
    [START, media(1, mulaw(0.02), { payload: "AAA" })],
    "bad_audio",
    1007,
  ],
  [
    "base64 of URLs",
    [START, media(1, mulaw(0.02), { payload: "AA-_" })],
    "bad_audio",
    1007,
  ],
  ["no audio", [START, media(1, new Uint8Array())], "bad_audio", 1007],
  [
    "a track that there is not",
    [START, media(1, mulaw(0.02), { track: "sideways" })],
    "bad_message",
    1007,
  ],
  ["an agent alone", [startOf(["outbound"])], "role_refused", 1008],
  ["a track without a role", [startOf(["sideways"])], "role_refused", 1008],
  ["a large message", ["x".repeat(70_000)], "message_too_large", 1009],
];

for (const [name, messages, code, closeCode] of FAULTS) {
  Deno.test(`twilioWire() refuses ${name} with ${code} and ${closeCode}`, () => {
    const { say, client, sink, ended } = dial();
    for (const message of messages) say(message);
    assertEquals(client.closed, { code: closeCode, reason: code });
    assertEquals(client.sent, []);
    const codes = [
      ...sink.refusals.map(({ code }) => code as string),
      ...sink.ends.map((end) => end.reason === "fault" ? end.code : ""),
    ];
    assertEquals(codes, [code]);
    assertEquals(ended, ["end"]);
  });
}

Deno.test("twilioWire() refuses half a sample of PCM", () => {
  const { say, client } = dial({}, "plivo");
  say(EXAMPLES.plivo.start);
  const { media } = EXAMPLES.plivo.media as { media: Json };
  say({ ...EXAMPLES.plivo.media, media: { ...media, payload: "AAAA" } });
  assertEquals(client.closed!.reason, "bad_audio");
});

Deno.test("twilioWire() takes no memory for a hostile number", async () => {
  const { say, sink, budget } = dial();
  say(startOf(["inbound"]));
  say(media(1, new Uint8Array(160)));
  say(media(2 ** 31, new Uint8Array(160), { timestamp: String(2 ** 40) }));
  say(STOP);
  assert(budget.heldBytes < 1_000_000, `${budget.heldBytes} bytes wait`);
  await settle();
  const { losses } = sink.ends[0]!;
  assertEquals(losses.silenceMs, 60_000);
  assert(losses.unfilledMs > 1e9);
});

Deno.test("twilioWire() ends a stream that jumps again and again", () => {
  const { say, client } = dial();
  say(startOf(["inbound"]));
  for (let i = 1; i < 200 && !client.closed; i++) {
    say(media(i, new Uint8Array(160), { timestamp: String(i * 1e6) }));
  }
  assertEquals(client.closed, { code: 1008, reason: "too_far_ahead" });
});

// Random and mutated messages: 20,000 for each platform.

const SEQUENCES = 100;
const MESSAGES = 200;

const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(0, -1, 2 ** 31, 1e300, "1e999", "", "0", "outbound", null),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.base64String({ maxLength: 40 }),
);

/** Where every field of a message is, those of its fields included. */
function pathsOf(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsOf(inner).map((path) => [key, ...path]),
  ]);
}

/** A message with one of its fields replaced, removed or added, at any depth. */
function mutated(message: Json): fc.Arbitrary<unknown> {
  return fc.record({
    path: fc.constantFrom(...pathsOf(message)),
    act: fc.constantFrom("replace", "remove", "add"),
    value: junk,
  }).map(({ path, act, value }) => {
    const copy = structuredClone(message);
    const fields = path.slice(0, -1)
      .reduce((fields, key) => fields[key] as Json, copy);
    const key = path.at(-1)!;
    if (act === "remove") delete fields[key];
    else fields[act === "add" ? `${key}2` : key] = value;
    return copy;
  });
}

/** Text with a character replaced. */
function smudged(message: Json): fc.Arbitrary<string> {
  const text = JSON.stringify(message);
  return fc.tuple(fc.nat(text.length - 1), fc.string({ maxLength: 2 }))
    .map(([at, other]) => text.slice(0, at) + other + text.slice(at + 1));
}

for (const platform of DIALECT_NAMES) {
  const { start, media, stop, others } = EXAMPLES[platform];
  const said = [start, media, stop, ...others];
  const message: fc.Arbitrary<unknown> = fc.oneof(
    { weight: 4, arbitrary: fc.constant(media) },
    { weight: 1, arbitrary: fc.constantFrom(...said) },
    ...said.map((message) => ({ weight: 2, arbitrary: mutated(message) })),
    ...said.map((message) => ({ weight: 1, arbitrary: smudged(message) })),
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  );

  Deno.test(`twilioWire() has an answer to whatever ${platform} says, and leaves nothing behind`, async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: MESSAGES, maxLength: MESSAGES }),
        async (messages) => {
          const dialled: ReturnType<typeof dial>[] = [];
          let call: ReturnType<typeof dial> | undefined;
          for (const message of messages) {
            if (call === undefined || call.client.closed) {
              dialled.push(call = dial({}, platform));
              if (dialled.length % 8 !== 0) call.say(start);
            }
            call.say(message);
            count++;
          }
          for (const { dialog } of dialled) dialog.end();
          await settle();
          for (const each of dialled) assertOrderly(each);
        },
      ),
      { numRuns: SEQUENCES },
    );
    assert(count >= 20_000, `${count} messages`);
  });
}

/** Nothing sent, one end, no fault of ours, no bytes held. */
function assertOrderly(
  { client, ended, internalFaults, sink, budget }: ReturnType<typeof dial>,
): void {
  assertEquals(client.sent, []);
  assertEquals(ended, ["end"]);
  assertEquals(internalFaults, []);
  assertEquals(budget.heldBytes, 0);
  assertEquals(sink.ends.length, sink.calls.length);
  for (const end of sink.ends) {
    assert(end.reason !== "fault" || end.code !== "internal");
  }
}
