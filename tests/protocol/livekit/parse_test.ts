import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import {
  parseLivekitMessage,
  readLivekitUrl,
} from "../../../src/protocol/livekit/parse.ts";
import { anyText, assertAnswered, refusal, STORM_RUNS } from "../_refusals.ts";

fc.configureGlobal({ seed: 2_026 });

Deno.test("parseLivekitMessage() reads that a track is muted, and that it is not", () => {
  for (const muted of [true, false]) {
    assertEquals(parseLivekitMessage(JSON.stringify({ muted })), { muted });
  }
});

Deno.test("parseLivekitMessage() ignores events that say nothing to it", () => {
  for (const text of ["{}", '{"speaking":true}']) {
    assertEquals(parseLivekitMessage(text), undefined);
  }
});

for (const value of ["true", 1, null, {}]) {
  Deno.test(`parseLivekitMessage() refuses muted = ${JSON.stringify(value)}`, () => {
    const { code, message } = refusal(() =>
      parseLivekitMessage(JSON.stringify({ muted: value }))
    );
    assertEquals(code, "bad_message");
    assertStringIncludes(message, "must be true or false");
  });
}

Deno.test("readLivekitUrl() has what the egress sends as its defaults", () => {
  assertEquals<unknown>(readLivekitUrl({}), {
    sampleRate: 48_000,
    channels: 2,
  });
  assertEquals<unknown>(
    readLivekitUrl({
      sampleRate: "16000",
      channels: "1",
      callId: "room",
      streamId: "TR_1",
      roles: "track=customer",
      participant: "anna",
    }),
    {
      sampleRate: 16_000,
      channels: 1,
      callId: "room",
      streamId: "TR_1",
      roles: "track=customer",
    },
  );
});

for (
  const [fields, part] of [
    [{ channels: "3" }, "channels must be 1 or 2"],
    [{ channels: "" }, "channels must be 1 or 2"],
    [{ sampleRate: "48k" }, "must be a whole number"],
    [{ streamId: "x".repeat(300) }, "at most 256"],
  ] as const
) {
  Deno.test(`readLivekitUrl() refuses ${JSON.stringify(fields).slice(0, 40)}`, () => {
    const { code, message } = refusal(() => readLivekitUrl(fields));
    assertEquals(code, "bad_message");
    assertStringIncludes(message, part);
  });
}

Deno.test(`parseLivekitMessage() answers ${STORM_RUNS} random and mutated texts`, () => {
  fc.assert(
    fc.property(
      anyText(['{"muted":true}', '{"muted":false}', "{}"]),
      (text) => assertAnswered(parseLivekitMessage, text),
    ),
    { numRuns: STORM_RUNS },
  );
});
