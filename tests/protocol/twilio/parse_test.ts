import { assert, assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";
import {
  DIALECT_NAMES,
  type DialectName,
  DIALECTS,
} from "../../../src/protocol/twilio/dialects.ts";
import { parseStreamMessage } from "../../../src/protocol/twilio/parse.ts";
import { EXAMPLES } from "./_messages.ts";

type Json = Record<string, unknown>;

function parse(message: unknown, platform: DialectName = "twilio") {
  return parseStreamMessage(JSON.stringify(message), DIALECTS[platform]);
}

function refusal(message: unknown, platform?: DialectName): ProtocolError {
  return assertThrows(() => parse(message, platform), ProtocolError);
}

/** Twilio's example with other fields in `start` or `media`, or in its format. */
function started(fields: Json, format: Json = {}): Json {
  const { start } = EXAMPLES.twilio.start as { start: Json };
  const mediaFormat = { ...start.mediaFormat as Json, ...format };
  return {
    ...EXAMPLES.twilio.start,
    start: { ...start, mediaFormat, ...fields },
  };
}

function media(fields: Json): Json {
  const { media } = EXAMPLES.twilio.media as { media: Json };
  return { ...EXAMPLES.twilio.media, media: { ...media, ...fields } };
}

const STARTS: Readonly<Record<DialectName, Json>> = {
  twilio: {
    streamId: "MZ1",
    callId: "CA1",
    tracks: ["inbound", "outbound"],
    encoding: "mulaw",
    sampleRateHz: 8_000,
  },
  signalwire: {
    streamId: "MZ1",
    callId: "CA1",
    tracks: ["inbound", "outbound"],
    encoding: "mulaw",
    sampleRateHz: 8_000,
  },
  telnyx: {
    streamId: "32DE0DEA",
    callId: "v2:1",
    tracks: ["inbound", "outbound"],
    encoding: "alaw",
    sampleRateHz: 8_000,
  },
  plivo: {
    streamId: "b77e037d",
    callId: "4c9c4f2a",
    tracks: ["inbound"],
    encoding: "pcm_s16le",
    sampleRateHz: 16_000,
  },
  exotel: {
    streamId: "MZ2",
    callId: "CA2",
    tracks: ["inbound"],
    encoding: "pcm_s16le",
    sampleRateHz: 8_000,
  },
};

for (const platform of DIALECT_NAMES) {
  const { start, media, stop, others } = EXAMPLES[platform];

  Deno.test(`parseStreamMessage() reads the messages of ${platform}`, () => {
    assertEquals<unknown>(
      withoutUndefined(parse(start, platform)),
      { event: "start", ...STARTS[platform] },
    );
    const read = parse(media, platform);
    assert(read.event === "media");
    assertEquals([read.track, read.chunk], ["inbound", 1]);
    assertEquals(read.streamId, STARTS[platform].streamId);
    assertEquals(
      read.timestampMs,
      Number((media.media as Json).timestamp),
    );
    assertEquals(read.payload, (media.media as Json).payload);
    assertEquals<unknown>(parse(stop, platform), {
      event: "stop",
      streamId: STARTS[platform].streamId,
    });
    for (const message of others) {
      assertEquals(parse(message, platform), { event: "other" });
    }
  });
}

function withoutUndefined(value: object): Json {
  return JSON.parse(JSON.stringify(value));
}

Deno.test("parseStreamMessage() ignores events that a platform may add", () => {
  for (const event of ["", "hello", "toString", "__proto__", "MEDIA"]) {
    assertEquals(parse({ event }), { event: "other" });
  }
});

Deno.test("parseStreamMessage() reads the roles that a call states", () => {
  const roles = "inbound=agent,outbound=customer";
  const read = parse(started({ customParameters: { roles, other: 5 } }));
  assert(read.event === "start");
  assertEquals(read.roles, roles);
  assertEquals(
    refusal(started({ customParameters: { roles: 5 } })).code,
    "bad_message",
  );
});

Deno.test("parseStreamMessage() takes settings' names of tracks, and numbers of either kind", () => {
  const read = parse(started({ tracks: ["inbound_track"] }));
  assert(read.event === "start");
  assertEquals(read.tracks, ["inbound"]);
  const piece = parse(
    media({ track: "outbound_track", chunk: 7, timestamp: 1.5 }),
  );
  assert(piece.event === "media");
  assertEquals([piece.track, piece.chunk, piece.timestampMs], [
    "outbound",
    7,
    1.5,
  ]);
});

Deno.test("parseStreamMessage() does without numbers and clocks, but not without audio", () => {
  const bare = { track: "inbound", payload: "AAAA" };
  const read = parse({ event: "media", media: bare });
  assert(read.event === "media");
  assertEquals([read.chunk, read.timestampMs, read.streamId], [
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals(refusal({ event: "media", media: {} }).code, "bad_message");
});

for (
  const [name, message, code, part] of [
    ["no object", [1], "bad_message", "an event"],
    ["null", null, "bad_message", "an event"],
    ["an event that is no text", { event: 5 }, "bad_message", "an event"],
    ["no start", { event: "start" }, "bad_message", "streamId"],
    ["no call", started({ callSid: undefined }), "bad_message", "callId"],
    ["an empty call", started({ callSid: "" }), "bad_message", "callId"],
    [
      "a long call",
      started({ callSid: "x".repeat(257) }),
      "bad_message",
      "256 characters",
    ],
    ["no tracks", started({ tracks: [] }), "bad_message", "one track"],
    [
      "one track twice",
      started({ tracks: ["inbound", "inbound_track"] }),
      "bad_message",
      "two that differ",
    ],
    [
      "three tracks",
      started({ tracks: ["a", "b", "c"] }),
      "bad_message",
      "two that differ",
    ],
    [
      "tracks that are none",
      started({ tracks: "both" }),
      "bad_message",
      "both",
    ],
    [
      "two streams",
      started({ streamSid: "MZ9" }),
      "wrong_stream",
      '"MZ1" and "MZ9"',
    ],
    [
      "another encoding",
      started({}, { encoding: "audio/opus" }),
      "unsupported_encoding",
      "audio/x-mulaw",
    ],
    [
      "an encoding of the prototype",
      started({}, { encoding: "constructor" }),
      "unsupported_encoding",
      "constructor",
    ],
    [
      "PCM of Twilio",
      started({}, { encoding: "audio/x-l16" }),
      "unsupported_encoding",
      "audio/x-l16",
    ],
    [
      "two voices in one track",
      started({}, { channels: 2 }),
      "unsupported_channels",
      "must be 1",
    ],
    ["half a rate", started({}, { sampleRate: 0.5 }), "bad_message", "0.5"],
    ["no rate", started({}, { sampleRate: null }), "bad_message", "null"],
    ["a negative chunk", media({ chunk: "-1" }), "bad_message", "chunk"],
    ["half a chunk", media({ chunk: "1.5" }), "bad_message", "chunk"],
    ["a chunk in hexadecimal", media({ chunk: "0x10" }), "bad_message", "0x10"],
    ["a huge chunk", media({ chunk: 1e300 }), "bad_message", "2^53"],
    ["an endless clock", media({ timestamp: "1e999" }), "bad_message", "1e999"],
    ["a payload that is none", media({ payload: 5 }), "bad_message", "text"],
    ["no payload", media({ payload: undefined }), "bad_message", "be there"],
    [
      "a stream that is none",
      { event: "stop", streamSid: 5 },
      "bad_message",
      "streamId",
    ],
  ] as const
) {
  Deno.test(`parseStreamMessage() refuses ${name} with ${code}`, () => {
    const error = refusal(message);
    assertEquals(error.code as string, code);
    assert(error.message.includes(part), error.message);
  });
}

Deno.test("parseStreamMessage() refuses text that is not JSON", () => {
  for (const text of ["", "{", "start", "[".repeat(60_000)]) {
    const { code } = assertThrows(
      () => parseStreamMessage(text, DIALECTS.twilio),
      ProtocolError,
    );
    assertEquals(code, "bad_json");
  }
});

Deno.test("parseStreamMessage() repeats no audio in an error", () => {
  const { message } = refusal(media({ chunk: "x", payload: "c2VjcmV0" }));
  assert(!message.includes("c2VjcmV0"));
});
