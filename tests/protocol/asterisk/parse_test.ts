import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { ASTERISK_FORMATS } from "../../../src/protocol/asterisk/messages.ts";
import {
  parseAsteriskMessage,
  readAsteriskUrl,
} from "../../../src/protocol/asterisk/parse.ts";
import { anyText, assertAnswered, refusal, STORM_RUNS } from "../_refusals.ts";

fc.configureGlobal({ seed: 2_026 });

/** As Asterisk 22.10.1 says it. */
const JSON_START =
  '{"event":"MEDIA_START","connection_id":"undertone","channel":"WebSocket/undertone/0x7f3d44001e70","channel_id":"1795514685.8","format":"slin16","optimal_frame_size":640,"ptime":20,"channel_variables":{"MEDIA_WEBSOCKET_CONNECTION_ID":"undertone"}}';
const PLAIN_START =
  "MEDIA_START connection_id:undertone channel:WebSocket/undertone/0x7f3d44001e70 channel_id:1795514685.8 format:slin16 optimal_frame_size:640 ptime:20";
/** As 22.6 says it. */
const OLD_START =
  "MEDIA_START connection_id:e226e283 channel:WebSocket/undertone format:slin16 optimal_frame_size:640";
const START = {
  channel: "WebSocket/undertone/0x7f3d44001e70",
  "channel_id": "1795514685.8",
  format: "slin16",
} as const;

Deno.test("parseAsteriskMessage() reads the same of plain text and of JSON", () => {
  assertEquals(parseAsteriskMessage(PLAIN_START), START);
  assertEquals(parseAsteriskMessage(JSON_START), START);
  assertEquals(parseAsteriskMessage(OLD_START), {
    channel: "WebSocket/undertone",
    format: "slin16",
  });
});

Deno.test("parseAsteriskMessage() bears space around plain text", () => {
  assertEquals(parseAsteriskMessage(` ${PLAIN_START} \n`), START);
});

Deno.test("parseAsteriskMessage() keeps the colons of a value", () => {
  const text = "MEDIA_START channel:WebSocket/a:b:c/0x1 format:ulaw";
  assertEquals(parseAsteriskMessage(text)?.channel, "WebSocket/a:b:c/0x1");
});

Deno.test("parseAsteriskMessage() takes every format that is served", () => {
  for (const format of Object.keys(ASTERISK_FORMATS)) {
    const text = PLAIN_START.replace("slin16", format);
    assertEquals(parseAsteriskMessage(text)?.format as string, format);
  }
});

for (
  const text of [
    "DTMF_END digit:5 channel_id:1795514685.8",
    "MEDIA_XOFF",
    "QUEUE_DRAINED",
    "STATUS queue_length:43 queue_full:false",
    "MEDIA_SOMETHING_NEW a:b",
    '{"event":"DTMF_END","channel_id":"1","digit":"5"}',
    '{"event":"SOMETHING_NEW"}',
  ]
) {
  Deno.test(`parseAsteriskMessage() ignores ${text}`, () => {
    assertEquals(parseAsteriskMessage(text), undefined);
  });
}

for (
  const format of ["gsm", "opus", "g722", "slin192", "constructor", "ULAW", ""]
) {
  Deno.test(`parseAsteriskMessage() refuses the format "${format}"`, () => {
    for (const start of [PLAIN_START, JSON_START]) {
      const { code, message } = refusal(() =>
        parseAsteriskMessage(start.replace("slin16", format))
      );
      assertEquals(code, "unsupported_encoding");
      assertStringIncludes(message, '"ulaw", "alaw", "slin"');
    }
  });
}

for (
  const [text, code] of [
    ["", "bad_message"],
    ["hello there", "bad_message"],
    ["MEDIA_START", "bad_message"],
    ["MEDIA_START format:ulaw", "bad_message"],
    ["MEDIA_START event:MEDIA_XOFF", "bad_message"],
    ["media_start format:ulaw", "bad_message"],
    ["[]", "bad_message"],
    ["{}", "bad_message"],
    ['{"event":5}', "bad_message"],
    ['{"event":"MEDIA_START","channel":"a"}', "bad_message"],
    ['{"event":"MEDIA_START","channel":5,"format":"ulaw"}', "bad_message"],
    ['{"event":"MEDIA_START"', "bad_json"],
  ]
) {
  Deno.test(`parseAsteriskMessage() refuses "${text}" with ${code}`, () => {
    assertEquals(
      refusal(() => parseAsteriskMessage(text!)).code as string,
      code,
    );
  });
}

Deno.test("readAsteriskUrl() reads what the dial string adds", () => {
  assertEquals(
    readAsteriskUrl({
      callId: "1795514685.7",
      roles: "media=customer",
      x: "y",
    }),
    { callId: "1795514685.7", roles: "media=customer" },
  );
  const { code } = refusal(() => readAsteriskUrl({ callId: "x".repeat(300) }));
  assertEquals(code, "bad_message");
});

Deno.test(`parseAsteriskMessage() answers ${STORM_RUNS} random and mutated texts`, () => {
  const texts = [JSON_START, PLAIN_START, OLD_START, "DTMF_END digit:5"];
  fc.assert(
    fc.property(
      anyText(texts),
      (text) => assertAnswered(parseAsteriskMessage, text),
    ),
    { numRuns: STORM_RUNS },
  );
});
