import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { parseJambonzMessage } from "../../../src/protocol/jambonz/parse.ts";
import { anyText, assertAnswered, refusal, STORM_RUNS } from "../_refusals.ts";

fc.configureGlobal({ seed: 2_026 });

const ATTRIBUTES = {
  sampleRate: 8_000,
  mixType: "stereo",
  callSid: "9fb35c28",
  direction: "inbound",
  from: "+15083084809",
  callStatus: "in-progress",
  roles: "left=customer",
};

const parse = (message: unknown) =>
  parseJambonzMessage(JSON.stringify(message));

Deno.test("parseJambonzMessage() reads the call's attributes", () => {
  assertEquals<unknown>(parse(ATTRIBUTES), {
    callSid: "9fb35c28",
    sampleRate: 8_000,
    mixType: "stereo",
    roles: "left=customer",
  });
});

Deno.test("parseJambonzMessage() takes attributes that have an event's fields", () => {
  const metadata = { event: "support", type: "gold" };
  assertEquals(parse({ ...ATTRIBUTES, ...metadata })?.callSid, "9fb35c28");
});

Deno.test("parseJambonzMessage() ignores events that say nothing to it", () => {
  for (
    const event of [
      { event: "dtmf", dtmf: "5", duration: "1600" },
      { type: "playDone", data: { id: 1 } },
      { type: "new" },
    ]
  ) assertEquals(parse(event), undefined);
});

for (
  const [fields, part] of [
    [{ mixType: "quad" }, '"mono", "mixed", "stereo"'],
    [{ mixType: undefined }, "mixType must be there"],
    [{ sampleRate: "8000" }, "sampleRate"],
    [{ sampleRate: 8_000.5 }, "must be a whole number"],
    [{ sampleRate: undefined }, "sampleRate must be there"],
    [{ callSid: undefined }, "callSid must be there"],
    [{ roles: ["left"] }, "roles must be text"],
  ] as const
) {
  Deno.test(`parseJambonzMessage() refuses ${Deno.inspect(fields)}`, () => {
    const { code, message } = refusal(() =>
      parse({ ...ATTRIBUTES, ...fields })
    );
    assertEquals(code, "bad_message");
    assertStringIncludes(message, part);
  });
}

Deno.test(`parseJambonzMessage() answers ${STORM_RUNS} random and mutated texts`, () => {
  const texts = [ATTRIBUTES, { event: "dtmf", dtmf: "5" }]
    .map((message) => JSON.stringify(message));
  fc.assert(
    fc.property(
      anyText(texts),
      (text) => assertAnswered(parseJambonzMessage, text),
    ),
    { numRuns: STORM_RUNS },
  );
});
