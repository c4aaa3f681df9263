import { assertEquals } from "@std/assert";
import {
  MAX_SESSION_AGE_MS,
  OPEN_WITHIN_MS,
} from "../../src/session/limits.ts";
import { WatchedDialog } from "../../src/session/watched_dialog.ts";
import { FakeClock } from "./_fakes.ts";

const IDLE_MS = 60_000;

function begin(dialog: { hasBegun?: boolean; isBusy?: boolean } = {}) {
  const clock = new FakeClock();
  const did: string[] = [];
  const fake = {
    receiveText() {},
    receiveAudio() {},
    end() {},
    stop: () => did.push("stop"),
    tick: () => did.push("tick"),
    expire: (reason: string) => did.push(reason),
    fail: ({ code }: { code: string }) => did.push(code),
    ...dialog,
  };
  const watched = new WatchedDialog(fake, { now: clock.now, idleMs: IDLE_MS });
  const at = (ms: number) => {
    clock.nowMs = ms;
    watched.tick();
    return did.splice(0);
  };
  return { watched, fake, at, clock, did };
}

Deno.test("WatchedDialog ends who does not begin in time, once", () => {
  const { at } = begin({ hasBegun: false });
  assertEquals(at(OPEN_WITHIN_MS - 1), []);
  assertEquals(at(OPEN_WITHIN_MS), ["open_timeout"]);
  assertEquals(at(2 * OPEN_WITHIN_MS), ["tick"]);
});

Deno.test("WatchedDialog ends who says nothing, and passes the time on meanwhile", () => {
  const { watched, at, clock } = begin({ hasBegun: true });
  assertEquals(at(IDLE_MS - 1), ["tick"]);
  watched.heard();
  assertEquals(at(clock.nowMs + IDLE_MS - 1), ["tick"]);
  assertEquals(at(clock.nowMs + 1), ["idle"]);
  assertEquals(at(clock.nowMs + 1), ["tick"]);
});

Deno.test("WatchedDialog lets who waits for an answer be silent", () => {
  const { fake, at } = begin({ hasBegun: true, isBusy: true });
  assertEquals(at(10 * IDLE_MS), ["tick"]);
  fake.isBusy = false;
  assertEquals(at(11 * IDLE_MS - 1), ["tick"]);
  assertEquals(at(11 * IDLE_MS), ["idle"]);
});

Deno.test("WatchedDialog ends what has lasted for hours, however lively it is", () => {
  const { watched, at } = begin();
  watched.heard();
  for (let ms = 0; ms < MAX_SESSION_AGE_MS; ms += IDLE_MS / 2) {
    assertEquals(at(ms), ["tick"]);
    watched.heard();
  }
  assertEquals(at(MAX_SESSION_AGE_MS), ["session_age"]);
});

Deno.test("WatchedDialog leaves the beginning to a wire that watches it itself", () => {
  assertEquals(begin().at(OPEN_WITHIN_MS), ["tick"]);
});

Deno.test("WatchedDialog passes on that the server stops", () => {
  const { watched, did } = begin();
  watched.stop();
  assertEquals(did, ["stop"]);
});
