import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { parseVonageMessage } from "../../../src/protocol/vonage/parse.ts";
import { anyText, assertAnswered, refusal, STORM_RUNS } from "../_refusals.ts";

fc.configureGlobal({ seed: 2_026 });

const CONNECTED = {
  event: "websocket:connected",
  "content-type": "audio/l16;rate=16000",
  callId: "c-1",
};

const parse = (message: unknown) => parseVonageMessage(JSON.stringify(message));

Deno.test("parseVonageMessage() reads the first message in both historic forms", () => {
  const { event: _, ...older } = CONNECTED;
  for (const message of [CONNECTED, older]) {
    assertEquals(parse(message), { sampleRateHz: 16_000, callId: "c-1" });
  }
});

Deno.test("parseVonageMessage() reads the headers of the NCCO that are ours", () => {
  assertEquals(
    parse({ ...CONNECTED, roles: "mixed=customer", streamId: "s", tenant: 7 }),
    {
      sampleRateHz: 16_000,
      callId: "c-1",
      streamId: "s",
      roles: "mixed=customer",
    },
  );
});

Deno.test("parseVonageMessage() takes three rates, spelled as media types are", () => {
  const rates = [8_000, 16_000, 24_000];
  for (
    const spelling of ["audio/l16;rate=", "audio/l16; rate=", "audio/L16;rate="]
  ) {
    assertEquals(
      rates.map((rate) =>
        parse({ "content-type": spelling + rate })?.sampleRateHz
      ),
      rates,
    );
  }
});

Deno.test("parseVonageMessage() ignores events that say nothing to it", () => {
  for (const event of ["websocket:dtmf", "websocket:notify", "websocket:new"]) {
    assertEquals(parse({ event, digit: "5", duration: 260 }), undefined);
  }
});

for (
  const type of [
    "audio/l16;rate=44100",
    "audio/l16",
    "audio/opus;rate=16000",
    "audio/l16;rate=160000",
    " audio/l16;rate=8000",
  ]
) {
  Deno.test(`parseVonageMessage() refuses audio of type "${type}"`, () => {
    const { code, message } = refusal(() => parse({ "content-type": type }));
    assertEquals(code, "unsupported_encoding");
    assertStringIncludes(message, '"audio/l16;rate=" and 8000, 16000 or 24000');
  });
}

for (
  const message of [{}, { event: 5 }, { event: "websocket:connected" }, {
    "content-type": 16,
  }, { ...CONNECTED, roles: 1 }]
) {
  Deno.test(`parseVonageMessage() refuses ${JSON.stringify(message)}`, () => {
    assertEquals(refusal(() => parse(message)).code, "bad_message");
  });
}

Deno.test(`parseVonageMessage() answers ${STORM_RUNS} random and mutated texts`, () => {
  const texts = [CONNECTED, { event: "websocket:dtmf", digit: "5" }]
    .map((message) => JSON.stringify(message));
  fc.assert(
    fc.property(
      anyText(texts),
      (text) => assertAnswered(parseVonageMessage, text),
    ),
    { numRuns: STORM_RUNS },
  );
});
