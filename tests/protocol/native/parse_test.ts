import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import {
  AUDIO_ENCODINGS,
  type ClientMessage,
  ROLES,
} from "../../../src/protocol/native/messages.ts";
import {
  parseClientMessage,
  readOpen,
} from "../../../src/protocol/native/parse.ts";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";

fc.configureGlobal({ seed: 2_026 });

const ROLE = fc.record({ role: fc.constantFrom(...ROLES) }, {
  noNullPrototype: true,
});

const OPEN = {
  type: "open",
  version: 1,
  encoding: "mulaw",
  sampleRateHz: 8_000,
  channels: [{ role: "customer" }, { role: "agent" }],
} as const satisfies ClientMessage;

const RESUME = {
  sessionId: "s-1",
  generation: 1,
  fromSample: 7_680,
  state: "eyJ2IjoxfQ-_",
} as const;

function parse(message: unknown): ClientMessage {
  return parseClientMessage(JSON.stringify(message));
}

/** Code and message of the refusal. */
function refusal(text: string): ProtocolError {
  return assertThrows(() => parseClientMessage(text), ProtocolError);
}

Deno.test("parseClientMessage() reads every message", () => {
  const messages: ClientMessage[] = [
    OPEN,
    { ...OPEN, callId: "call 7", resumable: true },
    { ...OPEN, resumable: false, resume: RESUME },
    { type: "flush", id: 7 },
    { type: "flush", id: "turn 3" },
    { type: "keepalive" },
    { type: "close" },
  ];
  for (const message of messages) assertEquals(parse(message), message);
});

Deno.test("parseClientMessage() takes every encoding, role and whole rate", () => {
  const open = fc.record({
    type: fc.constant("open" as const),
    version: fc.constant(1 as const),
    encoding: fc.constantFrom(...AUDIO_ENCODINGS),
    sampleRateHz: fc.integer({ min: 8_000, max: 48_000 }),
    channels: fc.array(ROLE, {
      minLength: 1,
      maxLength: 2,
    }),
  }, { noNullPrototype: true });
  fc.assert(fc.property(open, (message) => {
    assertEquals<unknown>(parse(message), message);
  }));
});

Deno.test("parseClientMessage() drops fields it does not know", () => {
  assertEquals(
    parse({ ...OPEN, tenant: "a", channels: [{ role: "mixed", gain: 2 }] }),
    { ...OPEN, channels: [{ role: "mixed" }] },
  );
  assertEquals(
    parseClientMessage('{"type":"close","__proto__":{"role":1}}'),
    { type: "close" },
  );
});

for (const text of ["", "open", "{", "{'type':'open'}", "[".repeat(100_000)]) {
  Deno.test(`parseClientMessage() refuses text that is not JSON: ${text.slice(0, 20)}`, () => {
    assertEquals(refusal(text).code, "bad_json");
  });
}

for (
  const text of [
    "1",
    "null",
    "true",
    '"open"',
    "[]",
    "{}",
    '[{"type":"close"}]',
  ]
) {
  Deno.test(`parseClientMessage() refuses JSON that is no message: ${text}`, () => {
    assertEquals(refusal(text).code, "bad_message");
  });
}

for (
  const type of ["start", "OPEN", "constructor", "__proto__", "", 5, null, [
    "open",
  ]]
) {
  Deno.test(`parseClientMessage() refuses the type ${JSON.stringify(type)}`, () => {
    const { code, message } = refusal(JSON.stringify({ type }));
    assertEquals(code, "unknown_type");
    assertStringIncludes(message, JSON.stringify(type));
    assertStringIncludes(message, '"keepalive"');
  });
}

/** A field of `open`, the code it gets, and a part of the message. */
const FAULTS: readonly [Record<string, unknown>, string, string][] = [
  [{ sampleRateHz: 7 }, "unsupported_rate", "current value is 7"],
  [{ sampleRateHz: 1e9 }, "unsupported_rate", "from 8000 to 48000"],
  [{ sampleRateHz: 7_999 }, "unsupported_rate", "7999"],
  [{ sampleRateHz: 48_001 }, "unsupported_rate", "48001"],
  [{ sampleRateHz: -8_000 }, "unsupported_rate", "-8000"],
  [{ sampleRateHz: 11_025.5 }, "unsupported_rate", "11025.5"],
  [{ sampleRateHz: "8000" }, "bad_message", '"8000"'],
  [{ sampleRateHz: null }, "bad_message", "null"],
  [{ sampleRateHz: undefined }, "bad_message", "sampleRateHz must be there"],
  [{ channels: [] }, "unsupported_channels", "1 to 2 channels"],
  [
    { channels: [{ role: "agent" }, { role: "agent" }, { role: "agent" }] },
    "unsupported_channels",
    "1 to 2 channels",
  ],
  [{ channels: {} }, "bad_message", "channels"],
  [{ channels: 2 }, "bad_message", "channels"],
  [{ channels: undefined }, "bad_message", "channels must be there"],
  [{ channels: [null] }, "bad_message", "channels.0"],
  [{ channels: [{}] }, "bad_message", "channels.0.role must be there"],
  [{ channels: [{ role: "boss" }] }, "bad_message", '"mixed"'],
  [{ encoding: "opus" }, "bad_message", '"alaw"'],
  [{ encoding: undefined }, "bad_message", "encoding must be there"],
  [{ version: 2 }, "bad_message", "version must be 1"],
  [{ callId: "" }, "bad_message", "1 to 128 characters"],
  [{ callId: "x".repeat(129) }, "bad_message", "1 to 128 characters"],
  [{ callId: 7 }, "bad_message", "callId must be text"],
  [{ resumable: "yes" }, "bad_message", "resumable must be true or false"],
  [{ resume: null }, "bad_message", "resume must be an object"],
  [{ resume: {} }, "bad_message", "resume.sessionId must be there"],
  [{ resume: { ...RESUME, sessionId: "" } }, "bad_message", "sessionId"],
  [{ resume: { ...RESUME, generation: 0 } }, "bad_message", "from 1"],
  [{ resume: { ...RESUME, generation: 2 ** 53 } }, "bad_message", "2^53"],
  [{ resume: { ...RESUME, generation: 1.5 } }, "bad_message", "1.5"],
  [{ resume: { ...RESUME, fromSample: -1 } }, "bad_message", "from 0"],
  [{ resume: { ...RESUME, fromSample: "0" } }, "bad_message", "fromSample"],
  [{ resume: { ...RESUME, state: "" } }, "bad_message", "base64url"],
  [{ resume: { ...RESUME, state: "a b" } }, "bad_message", "base64url"],
  [
    { resume: { ...RESUME, state: "a".repeat(16_385) } },
    "bad_message",
    "at most 16384",
  ],
  [{ version: "1" }, "bad_message", "version must be 1"],
];

for (const [fields, code, part] of FAULTS) {
  Deno.test(`parseClientMessage() refuses "open" with ${Deno.inspect(fields)}`, () => {
    const error = refusal(JSON.stringify({ ...OPEN, ...fields }));
    assertEquals<string>(error.code, code);
    assertStringIncludes(error.message, part);
  });
}

Deno.test("parseClientMessage() refuses infinity, which JSON spells 1e999", () => {
  const text = JSON.stringify(OPEN).replace("8000", "1e999");
  assertEquals(refusal(text).code, "unsupported_rate");
});

for (
  const id of [undefined, null, -1, 1.5, 2 ** 53, {}, true, "x".repeat(129)]
) {
  Deno.test(`parseClientMessage() refuses "flush" with the id ${Deno.inspect(id).slice(0, 20)}`, () => {
    const { code, message } = refusal(JSON.stringify({ type: "flush", id }));
    assertEquals(code, "bad_message");
    assertStringIncludes(message, "id must be");
  });
}

Deno.test("parseClientMessage() repeats no more than a little of what it refuses", () => {
  for (
    const field of [{ version: "x".repeat(1e6) }, { type: "y".repeat(1e6) }]
  ) {
    const { message } = refusal(JSON.stringify({ ...OPEN, ...field }));
    assert(message.length < 300, `${message.length}`);
  }
});

Deno.test("readOpen() holds a value to the same rules", () => {
  assertEquals<unknown>(readOpen(OPEN), OPEN);
  const { code } = assertThrows(
    () => readOpen({ ...OPEN, sampleRateHz: 96_000 }),
    ProtocolError,
  );
  assertEquals(code, "unsupported_rate");
});

/** Whatever the text, the answer is a message or a ProtocolError. */
function assertAnswered(text: string): void {
  try {
    const message = parseClientMessage(text);
    assertEquals(parse(message), message);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    assert(error.code !== "internal", error.message);
    assert(error.message.startsWith("Cannot read "), error.message);
  }
}

Deno.test("parseClientMessage() answers any text and any JSON", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), assertAnswered));
  fc.assert(fc.property(fc.json(), assertAnswered));
});

Deno.test("parseClientMessage() answers any message with a field that is anything", () => {
  const fields = [
    ...Object.keys(OPEN),
    ...["id", "role", "callId", "resumable", "resume"],
  ];
  const mutated = fc.tuple(
    fc.constantFrom(OPEN, { type: "flush", id: 1 }, { type: "close" }),
    fc.constantFrom(...fields),
    fc.jsonValue(),
  ).map(([message, field, value]) => ({ ...message, [field]: value }));
  fc.assert(
    fc.property(mutated, (message) => assertAnswered(JSON.stringify(message))),
    { numRuns: 500 },
  );
});

Deno.test("parseClientMessage() answers a message that was cut or mangled on the way", () => {
  const text = JSON.stringify(OPEN);
  const mangled = fc.tuple(
    fc.nat(text.length),
    fc.nat(8),
    fc.string({ unit: "binary", maxLength: 4 }),
  ).map(([at, gone, inserted]) =>
    text.slice(0, at) + inserted + text.slice(at + gone)
  );
  fc.assert(fc.property(mangled, assertAnswered), { numRuns: 500 });
});
