import { assertEquals, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import { cursorOf, readCallQuery } from "../../src/server/calls_query.ts";

fc.configureGlobal({ seed: 2_026 });

function read(query: string) {
  return readCallQuery("acme", `http://here/v1/calls?${query}`);
}

Deno.test("readCallQuery() asks for the newest fifty calls unless told otherwise", () => {
  const { tenant, limit, ...rest } = read("");
  assertEquals([tenant, limit], ["acme", 50]);
  assertEquals(Object.values(rest).filter((value) => value !== undefined), []);
});

Deno.test("readCallQuery() reads every parameter", () => {
  assertEquals(
    read(
      "limit=200&cursor=1700000000000.s-1&from=2026-11-24&to=2026-11-24T12:00:00.5%2B01:00" +
        "&platform=twilio&callId=CA%201&label=angry&escalated=true&live=false",
    ),
    {
      tenant: "acme",
      limit: 200,
      after: { startedAtMs: 1_700_000_000_000, id: "s-1" },
      fromMs: Date.UTC(2026, 10, 24),
      toMs: Date.UTC(2026, 10, 24, 11, 0, 0, 500),
      platform: "twilio",
      callId: "CA 1",
      label: "angry",
      isEscalated: true,
      isLive: false,
    },
  );
  assertEquals(read("from=1700000000000").fromMs, 1_700_000_000_000);
});

Deno.test("readCallQuery() refuses what breaks a rule, and names the rule and the value", () => {
  const cases: [query: string, rule: string][] = [
    [
      "limit=0",
      'limit must be a whole number from 1 to 200: current value is "0"',
    ],
    ["limit=201", "limit must be"],
    ["limit=1e2", "limit must be"],
    ["limit=", "limit must be"],
    [
      "cursor=abc",
      'cursor must be the `next` of a page: current value is "abc"',
    ],
    ["cursor=1.a/b", "cursor must be"],
    ["from=yesterday", "from must be a time such as"],
    ["from=2026-13-01", "from must be"],
    ["to=-5", "to must be"],
    ["platform=skype", "platform must be one of native, "],
    ["callId=", "callId must be 1 to 256 characters"],
    [`label=${"x".repeat(257)}`, "label must be 1 to 256 characters"],
    [
      "escalated=yes",
      'escalated must be true or false: current value is "yes"',
    ],
    ["live=1", "live must be true or false"],
    ["lable=angry", "a parameter must be one of limit, cursor, from"],
    ["live=true&live=false", "live must be given once"],
    ["__proto__=1", "a parameter must be one of"],
  ];
  for (const [query, rule] of cases) {
    assertThrows(() => read(query), ProtocolError, rule);
  }
});

Deno.test("readCallQuery() throws nothing but a ProtocolError, short ones, whatever it is given", () => {
  const name = fc.oneof(
    fc.constantFrom("limit", "cursor", "from", "to", "platform", "callId"),
    fc.string(),
  );
  fc.assert(
    fc.property(
      name,
      fc.string({ unit: "binary", maxLength: 300 }),
      (name, value) => {
        try {
          read(new URLSearchParams([[name, value]]).toString());
        } catch (fault) {
          if (!(fault instanceof ProtocolError)) throw fault;
          if (fault.message.length > 1_000) throw new Error("too long");
        }
      },
    ),
  );
});

Deno.test("cursorOf() spells what readCallQuery() reads", () => {
  const place = { startedAtMs: 1_795_524_144_708, id: crypto.randomUUID() };
  assertEquals(read(`cursor=${cursorOf(place)}`).after, place);
});
