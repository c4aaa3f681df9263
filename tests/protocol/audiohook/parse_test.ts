import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { ClientMessage } from "../../../src/protocol/audiohook/messages.ts";
import {
  parseEnvelope,
  readClientMessage,
  readMedium,
} from "../../../src/protocol/audiohook/parse.ts";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";
import {
  CONVERSATION_ID,
  envelope,
  JUMP,
  OFFER,
  OPEN,
  ORGANIZATION_ID,
  PARAMETERS,
  SESSION_ID,
} from "./_messages.ts";

fc.configureGlobal({ seed: 2_026 });

function parse(message: unknown): ClientMessage {
  return readClientMessage(parseEnvelope(JSON.stringify(message)));
}

Deno.test("parseEnvelope() reads what all messages say, before it knows their type", () => {
  assertEquals(
    parseEnvelope(JSON.stringify(envelope("hello", { seq: 7, serverseq: 3 }))),
    {
      version: "2",
      id: SESSION_ID,
      type: "hello",
      seq: 7,
      serverseq: 3,
      position: 0,
      parameters: {},
    } as ReturnType<typeof parseEnvelope>,
  );
});

Deno.test("readClientMessage() reads every type, and drops what nobody needs", () => {
  const read = Object.keys(PARAMETERS).map((type) => parse(envelope(type)));
  const jump = { startSeconds: 1.5, discardedSeconds: 0.5 };
  assertEquals(read, [
    {
      type: "open",
      organizationId: ORGANIZATION_ID,
      conversationId: CONVERSATION_ID,
      participantId: OPEN.participant.id,
      media: OFFER,
    },
    { type: "close", reason: "end" },
    { type: "ping" },
    { type: "paused" },
    { type: "resumed", ...jump },
    { type: "discarded", ...jump },
    { type: "update" },
    { type: "error", code: 408, message: "Timeout waiting for pong" },
  ]);
});

/** What breaks a message, with the code and the words of its fault. */
const BAD: readonly [string, unknown, string, string][] = [
  ["a number", 1, "bad_message", "it must be an object"],
  ["null", null, "bad_message", "it must be an object"],
  ["a list", [], "bad_message", "version must be"],
  [
    "another version",
    envelope("ping", { version: "3" }),
    "bad_message",
    'version must be "2"',
  ],
  [
    "a version that is a number",
    envelope("ping", { version: 2 }),
    "bad_message",
    'version must be "2": current value is 2',
  ],
  [
    "an id that is none",
    envelope("ping", { id: "me" }),
    "bad_message",
    "id must be a UUID",
  ],
  [
    "a broken number",
    envelope("ping", { seq: 1.5 }),
    "bad_message",
    "seq must be a whole number",
  ],
  [
    "a negative number",
    envelope("ping", { serverseq: -1 }),
    "bad_message",
    "serverseq must be a whole number",
  ],
  [
    "a position without unit",
    envelope("ping", { position: "1.5" }),
    "bad_message",
    "position must be a duration",
  ],
  [
    "no parameters",
    envelope("ping", { parameters: undefined }),
    "bad_message",
    "parameters must be",
  ],
  [
    "parameters that are a list",
    envelope("ping", { parameters: [1] }),
    "bad_message",
    "parameters must be an object",
  ],
  [
    "an unknown type",
    envelope("dtmf"),
    "unknown_type",
    'current value is "dtmf"',
  ],
  ["an inherited type", envelope("toString"), "unknown_type", "toString"],
  [
    "no media",
    envelope("open", { parameters: { ...OPEN, media: undefined } }),
    "bad_message",
    "media must be there",
  ],
  [
    "one medium in place of a list",
    envelope("open", { parameters: { ...OPEN, media: OFFER[0] } }),
    "bad_message",
    "media must be a list of media",
  ],
  [
    "too many media",
    envelope("open", { parameters: { ...OPEN, media: Array(65).fill(null) } }),
    "bad_message",
    "media must have at most 64 media",
  ],
  [
    "a participant without id",
    envelope("open", { parameters: { ...OPEN, participant: {} } }),
    "bad_message",
    "participant.id must be there",
  ],
  [
    "an unknown reason",
    envelope("close", { parameters: { reason: "bored" } }),
    "bad_message",
    'reason must be one of "end"',
  ],
  [
    "half a jump",
    envelope("resumed", { parameters: { start: "PT1S" } }),
    "bad_message",
    "discarded must be there",
  ],
  [
    "a jump backwards",
    envelope("discarded", { parameters: { ...JUMP, discarded: "PT-1S" } }),
    "bad_message",
    "discarded must be a duration",
  ],
];

for (const [name, message, code, words] of BAD) {
  Deno.test(`an AudioHook message with ${name} is a fault`, () => {
    const fault = assertThrows(() => parse(message), ProtocolError, words);
    assertEquals(fault.code, code);
  });
}

Deno.test("parseEnvelope() refuses what is not JSON", () => {
  for (const text of ["", "{", "undefined", "\u0000"]) {
    const { code } = assertThrows(() => parseEnvelope(text), ProtocolError);
    assertEquals(code, "bad_json");
  }
});

Deno.test("readMedium() reads what it knows and passes over the rest", () => {
  const medium = { type: "audio", format: "L16", channels: ["internal"] };
  assertEquals(readMedium({ ...medium, rate: 8_000, extra: 1 }), {
    type: "audio",
    format: "L16",
    channels: ["internal"],
    rate: 8_000,
  });
  for (
    const other of [
      null,
      "audio",
      [],
      { ...medium },
      { ...medium, rate: 0 },
      { ...medium, rate: "8000" },
      { ...medium, rate: 8_000, type: "video" },
      { ...medium, rate: 8_000, format: "OPUS" },
      { ...medium, rate: 8_000, channels: [] },
      { ...medium, rate: 8_000, channels: ["both"] },
      { ...medium, rate: 8_000, channels: ["external", "external"] },
    ]
  ) assertEquals(readMedium(other), undefined, JSON.stringify(other));
});

/** Any JSON, and messages of which one part is any JSON. */
const anything = fc.jsonValue({ maxDepth: 3 });
const mutated = fc
  .tuple(
    fc.constantFrom(...Object.keys(PARAMETERS)),
    fc.constantFrom(
      ["id"],
      ["version"],
      ["type"],
      ["seq"],
      ["serverseq"],
      ["position"],
      ["parameters"],
      ["parameters", "media"],
      ["parameters", "media", "0"],
      ["parameters", "participant"],
      ["parameters", "participant", "id"],
      ["parameters", "start"],
      ["parameters", "discarded"],
      ["parameters", "reason"],
      ["parameters", "code"],
    ),
    anything,
  )
  .map(([type, path, value]) => {
    const message = structuredClone(envelope(type));
    let holder = message as Record<string, unknown>;
    for (const name of path.slice(0, -1)) {
      const next = holder[name];
      if (typeof next !== "object" || next === null) return message;
      holder = next as Record<string, unknown>;
    }
    holder[path.at(-1)!] = value;
    return message;
  });

Deno.test("an AudioHook message is read or is a fault of the client, whatever it is", () => {
  let readCount = 0;
  fc.assert(
    fc.property(fc.oneof(anything, mutated, mutated), (value) => {
      try {
        const message = parse(value);
        assert(message.type in PARAMETERS);
        readCount++;
      } catch (fault) {
        assert(fault instanceof ProtocolError, String(fault));
        assert(fault.code !== "internal");
        assert(fault.message.length < 400, fault.message);
      }
    }),
    { numRuns: 20_000 },
  );
  assert(readCount > 1_000, `${readCount} could be read`);
});

Deno.test("an AudioHook text that was cut or changed is read or is a fault", () => {
  const text = fc.constantFrom(...Object.keys(PARAMETERS)).map((type) =>
    JSON.stringify(envelope(type))
  );
  const cut = fc.tuple(text, fc.nat(700), fc.nat(40), fc.string()).map((
    [text, at, count, other],
  ) => text.slice(0, at) + other + text.slice(at + count));
  fc.assert(
    fc.property(fc.oneof(cut, fc.string()), (text) => {
      try {
        readClientMessage(parseEnvelope(text));
      } catch (fault) {
        assert(fault instanceof ProtocolError && fault.code !== "internal");
      }
    }),
    { numRuns: 20_000 },
  );
});
