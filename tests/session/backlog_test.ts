import { assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import { Backlog } from "../../src/session/backlog.ts";
import { SessionRegistry } from "../../src/session/session_registry.ts";
import {
  FakeClock,
  fakeDeps,
  fakeModel,
  GatedScore,
  recorded,
  settle,
} from "./_fakes.ts";
import { pcm16, speechLike } from "./_signals.ts";

Deno.test("Backlog is behind for a second after a window that waited for longer than one", () => {
  const clock = new FakeClock();
  const backlog = new Backlog(clock.now);
  backlog.note(1_000);
  assertEquals(backlog.isBehind, false);
  backlog.note(1_001);
  backlog.note(0);
  assertEquals(backlog.isBehind, true);
  clock.nowMs = 999;
  assertEquals(backlog.isBehind, true);
  clock.nowMs = 1_000;
  assertEquals(backlog.isBehind, false);
});

Deno.test("SessionRegistry refuses who comes while the server is behind", () => {
  const backlog = { isBehind: true };
  const registry = new SessionRegistry(9, backlog);
  const enter = () => registry.enter({ stop() {} });
  const { code, closeCode } = assertThrows(enter, ProtocolError, "is behind");
  assertEquals([code, closeCode], ["overloaded", 1013]);
  backlog.isBehind = false;
  enter();
  assertEquals(registry.count, 1);
});

const MONO = {
  encoding: "pcm_s16le",
  sampleRateHz: 16_000,
  channels: [{ role: "customer" }],
} as const;

/** Whether a server is behind after a window that was answered so late. */
async function isBehindAfter(
  lateMs: number,
  isFile: boolean,
): Promise<boolean> {
  const clock = new FakeClock();
  const gated = new GatedScore();
  const deps = fakeDeps(fakeModel(gated.score), clock);
  const { session } = recorded(MONO, deps);
  const [first, rest] = [speechLike(0.02), speechLike(1)];
  session.push(pcm16(first));
  if (!isFile) clock.nowMs = 1_020;
  session.push(pcm16(rest));
  await settle();
  assertEquals(gated.waiting, 1);
  clock.nowMs += lateMs;
  await gated.release();
  session.end();
  return (deps.backlog as Backlog).isBehind;
}

Deno.test("a session tells of a live window that waited, and of no file's", async () => {
  assertEquals(await isBehindAfter(900, false), false);
  assertEquals(await isBehindAfter(1_100, false), true);
  assertEquals(await isBehindAfter(1_100, true), false);
});
