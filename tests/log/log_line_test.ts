import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { LogFields } from "../../src/log/log.ts";
import {
  LOG_FORMATS,
  type LogFormat,
  logLine,
} from "../../src/log/log_line.ts";

fc.configureGlobal({ seed: 2_026 });

function line(fields: LogFields, format: LogFormat = "json"): string {
  return logLine({ atMs: 0, level: "info", event: "said", fields }, format);
}

/** What a line may hold: no control of ASCII or Unicode, and nothing that turns text around. */
// deno-lint-ignore no-control-regex
const SAFE = /^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+$/;

for (const format of LOG_FORMATS) {
  Deno.test(`logLine() gives one safe line for whatever a client said, as ${format}`, () => {
    fc.assert(fc.property(
      fc.record({
        message: fc.string({ unit: "binary" }),
        callId: fc.string({ unit: "binary" }),
        more: fc.jsonValue(),
      }),
      (fields) => {
        const said = line(fields, format);
        assert(SAFE.test(said), JSON.stringify(said));
        if (format === "json") assertEquals(JSON.parse(said).event, "said");
      },
    ));
  });

  Deno.test(`logLine() lets no client forge a line, as ${format}`, () => {
    const forged = '\n{"level":"error","event":"forged"}\r\nundertone: forged';
    const said = line({ message: forged, callId: `\u009b2J${forged}` }, format);
    assertEquals(said.split(/[\r\n\u2028]/).length, 1);
    assert(said.includes("\\u009b"), said);
  });
}

Deno.test("logLine() lets no field take the place of time, level or event", () => {
  const entry = JSON.parse(line({ event: "forged", level: "error", time: 1 }));
  assertEquals([entry.event, entry.level, entry.time], [
    "said",
    "info",
    "1970-01-01T00:00:00.000Z",
  ]);
});

Deno.test("logLine() says the same of what it escapes", () => {
  const callId = 'a\u0000\u007f\u009b\u2028\u202e\ufeff\n"\\é漢';
  assertEquals(JSON.parse(line({ callId })).callId, callId);
});

Deno.test("logLine() cuts long texts, and says how much it cut", () => {
  const { callId } = JSON.parse(line({ callId: "x".repeat(1_000_000) }));
  assertEquals(callId, `${"x".repeat(1_000)} [999000 more]`);
});

Deno.test("logLine() keeps ids alone of an entry that is too long", () => {
  const many = Array.from({ length: 10_000 }, (_, i) => i);
  const entry = JSON.parse(line({ message: "much", sessionId: "s1", many }));
  assertEquals([entry.message, entry.sessionId, entry.many], [
    "much",
    "s1",
    undefined,
  ]);
  assert(entry.leftOutCharacters > 10_000);
});

Deno.test("logLine() never holds audio, or what is named as a secret", () => {
  const entry = JSON.parse(line({
    audio: new Uint8Array([7, 7, 7]),
    buffer: new ArrayBuffer(5),
    samples: new Float32Array(2),
    headers: { Authorization: "Bearer abc", cookie: "a=b", ok: "yes" },
    apiKey: "abc",
    clientSecret: "abc",
  }));
  assertEquals(entry.audio, "[3 bytes]");
  assertEquals(entry.buffer, "[5 bytes]");
  assertEquals(entry.samples, "[8 bytes]");
  assertEquals(entry.headers.ok, "yes");
  assert(!JSON.stringify(entry).includes("abc"));
  assert(!JSON.stringify(entry).includes("a=b"));
});

Deno.test("logLine() writes errors with their cause, and bears what cannot be written", () => {
  const fault = new TypeError("broken", { cause: new Error("root") });
  const entry = JSON.parse(line({ fault }));
  assertEquals([entry.fault.name, entry.fault.message], [
    "TypeError",
    "broken",
  ]);
  assertEquals(entry.fault.cause.message, "root");

  const circle: Record<string, unknown> = {};
  circle.itself = circle;
  assert(JSON.parse(line(circle)).message.includes("cannot be written"));
  assertEquals(JSON.parse(line({ count: 5n })).count, "5");
});
