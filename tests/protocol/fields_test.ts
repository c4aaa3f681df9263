import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as v from "valibot";
import {
  CALL_FIELDS,
  isFields,
  parseFields,
  urlFields,
  WHOLE_NUMBER,
} from "../../src/protocol/fields.ts";
import { readMessage } from "../../src/protocol/read_message.ts";
import { refusal } from "./_refusals.ts";

Deno.test("parseFields() reads an object, and nothing else that is JSON", () => {
  assertEquals(parseFields('{"a":1}'), { a: 1 });
  for (const text of ["1", "null", "[]", '"a"', "[{}]"]) {
    const { code, message } = refusal(() => parseFields(text));
    assertEquals(code, "bad_message");
    assertStringIncludes(message, text);
  }
  assertEquals(refusal(() => parseFields("{")).code, "bad_json");
});

Deno.test("isFields() is about objects alone", () => {
  assertEquals([{}, { a: 1 }].map(isFields), [true, true]);
  assertEquals([null, undefined, [], "{}", 1].filter(isFields), []);
});

Deno.test("urlFields() reads the parameters of a URL, the last of each name", () => {
  assertEquals(urlFields("/v1/livekit"), {});
  assertEquals(urlFields("/v1/livekit?"), {});
  assertEquals(
    urlFields("/v1/livekit/secret?roles=track=agent&callId=a%20b&roles=x%3Dy"),
    { roles: "x=y", callId: "a b" },
  );
  const fields = urlFields("?__proto__=1&%=%");
  assertEquals(Object.getPrototypeOf(fields), Object.prototype);
  assert(Object.hasOwn(fields, "__proto__"));
});

Deno.test("CALL_FIELDS take short text, or nothing", () => {
  const read = (value: unknown) =>
    readMessage(v.object(CALL_FIELDS), "the URL", value);
  assertEquals(read({}), {});
  const all = { callId: "c", streamId: "s", roles: "left=agent" };
  assertEquals(read({ ...all, other: 1 }), all);
  for (const value of [1, null, {}, "x".repeat(257)]) {
    const { code } = refusal(() => read({ callId: value }));
    assertEquals(code, "bad_message");
  }
});

Deno.test("WHOLE_NUMBER takes digits as well as numbers", () => {
  const read = (value: unknown) => readMessage(WHOLE_NUMBER, "rate", value);
  assertEquals(["16000", 16_000, "0"].map(read), [16_000, 16_000, 0]);
  for (
    const value of ["16k", "", "-1", "1e3", "1.5", 1.5, null, "9".repeat(10)]
  ) {
    assertStringIncludes(
      refusal(() => read(value)).message,
      "must be a whole number",
    );
  }
});
