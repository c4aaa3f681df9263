import { assertEquals } from "@std/assert";
import { createLog } from "../../src/log/create_log.ts";
import { LOG_LEVELS } from "../../src/log/log.ts";
import { readableLog } from "./_lines.ts";

Deno.test("createLog() writes time, level, event and what there is to say, as JSON", () => {
  const { log, lines } = readableLog();
  log.info("ready", { message: "is ready", sessionId: "s1" });
  assertEquals(lines, [
    '{"time":"2026-11-24T00:00:00.000Z","level":"info","event":"ready","message":"is ready","sessionId":"s1"}',
  ]);
});

Deno.test("createLog() writes a sentence for people, and how bad it is", () => {
  const { log, lines } = readableLog({ format: "text" });
  log.info("ready", { message: "is ready" });
  log.warn("worker_lost", { message: 'says "no"', workers: 0 });
  log.info("call_started", { callId: "CA 1" });
  assertEquals(lines, [
    "undertone: is ready",
    'undertone: warn: says "no" workers=0',
    'undertone: call_started callId="CA 1"',
  ]);
});

Deno.test("createLog() leaves out what matters less than its level", () => {
  for (const [place, level] of LOG_LEVELS.entries()) {
    const { log, entries } = readableLog({ level });
    for (const level of LOG_LEVELS) log[level]("said");
    assertEquals(
      entries().map((entry) => entry.level),
      LOG_LEVELS.slice(place),
    );
  }
});

Deno.test("createLog() bears that nothing can be written", () => {
  const log = createLog({ format: "json", level: "info" }, {
    write: () => {
      throw new Deno.errors.BrokenPipe("nobody reads");
    },
    wallMs: () => 0,
  });
  log.error("lost");
});
