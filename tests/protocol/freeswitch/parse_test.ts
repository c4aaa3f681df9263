import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import {
  parseFreeswitchMetadata,
  readFreeswitchUrl,
} from "../../../src/protocol/freeswitch/parse.ts";
import { anyText, assertAnswered, refusal, STORM_RUNS } from "../_refusals.ts";

fc.configureGlobal({ seed: 2_026 });

const METADATA = {
  mixType: "stereo",
  sampleRate: 16_000,
  callId: "9b1c",
  streamId: "fork-1",
  roles: "left=agent,right=customer",
} as const;

Deno.test("parseFreeswitchMetadata() and readFreeswitchUrl() read the same fields", () => {
  const text = JSON.stringify({ ...METADATA, tenant: "a" });
  assertEquals(parseFreeswitchMetadata(text), METADATA);
  assertEquals(
    readFreeswitchUrl({ ...METADATA, sampleRate: "16000" }),
    METADATA,
  );
  assertEquals(parseFreeswitchMetadata("{}"), {});
  assertEquals(readFreeswitchUrl({}), {});
});

for (const text of ["", "hello", "{", "[1]", "null", "5", '"stereo"']) {
  Deno.test(`parseFreeswitchMetadata() leaves ${JSON.stringify(text)} to others`, () => {
    assertEquals(parseFreeswitchMetadata(text), undefined);
  });
}

for (
  const [fields, part] of [
    [{ mixType: "quad" }, '"mono", "mixed", "stereo"'],
    [{ mixType: 2 }, '"mono"'],
    [{ sampleRate: "16k" }, "must be a whole number"],
    [{ sampleRate: 8_000.5 }, "must be a whole number"],
    [{ sampleRate: null }, "must be a whole number"],
    [{ roles: 5 }, "roles must be text"],
  ] as const
) {
  Deno.test(`parseFreeswitchMetadata() refuses ${JSON.stringify(fields)}`, () => {
    const { code, message } = refusal(() =>
      parseFreeswitchMetadata(JSON.stringify(fields))
    );
    assertEquals(code, "bad_message");
    assertStringIncludes(message, part);
  });
}

Deno.test(`parseFreeswitchMetadata() answers ${STORM_RUNS} random and mutated texts`, () => {
  fc.assert(
    fc.property(
      anyText([JSON.stringify(METADATA), "hello"]),
      (text) => assertAnswered(parseFreeswitchMetadata, text),
    ),
    { numRuns: STORM_RUNS },
  );
});
