import { assertEquals, assertThrows } from "@std/assert";
import { parseEncoding } from "../../scripts/_encoding.ts";
import { AUDIO_ENCODINGS } from "../../src/protocol/native/messages.ts";

Deno.test("parseEncoding() takes every encoding of the protocol", () => {
  for (const encoding of AUDIO_ENCODINGS) {
    assertEquals(parseEncoding("speak", encoding), encoding);
  }
});

Deno.test("parseEncoding() refuses any other, and names those there are", () => {
  assertThrows(
    () => parseEncoding("speak", "opus"),
    SyntaxError,
    'Cannot speak as --encoding must be one of pcm_s16le, pcm_f32le, mulaw, alaw: current value is "opus"',
  );
});
