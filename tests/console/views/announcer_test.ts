import { assertEquals } from "@std/assert";
import { Announcer, QUIET_MS } from "../../../src/console/views/announcer.ts";

/** An announcer whose time passes when it is told to. */
function announcer() {
  let nowMs = 0;
  let due: { act: () => void; atMs: number } | undefined;
  const said: [number, string][] = [];
  const parts = {
    say: (text: string) => said.push([nowMs, text]),
    now: () => nowMs,
    setTimer(act: () => void, ms: number) {
      due = { act, atMs: nowMs + ms };
      return () => due = undefined;
    },
  };
  const pass = (ms: number) => {
    nowMs += ms;
    if (!due || due.atMs > nowMs) return;
    const { act } = due;
    due = undefined;
    act();
  };
  return {
    said,
    pass,
    announcer: new Announcer(parts),
    isWaiting: () => !!due,
  };
}

Deno.test("Announcer says the first news at once, and then the latest every five seconds", () => {
  const { said, pass, announcer: voice } = announcer();
  voice.tell("calm");
  pass(480);
  voice.tell("happy");
  pass(480);
  voice.tell("angry");
  pass(QUIET_MS - 961);
  assertEquals(said, [[0, "calm"]]);
  pass(1);
  assertEquals(said, [[0, "calm"], [QUIET_MS, "angry"]]);
});

Deno.test("Announcer does not repeat itself", () => {
  const { said, pass, announcer: voice } = announcer();
  voice.tell("calm");
  for (let i = 0; i < 20; i++) {
    pass(QUIET_MS);
    voice.tell("calm");
  }
  assertEquals(said.length, 1);
});

Deno.test("Announcer that is stopped leaves no timer", () => {
  const { said, pass, announcer: voice, isWaiting } = announcer();
  voice.tell("calm");
  voice.tell("happy");
  assertEquals(isWaiting(), true);
  voice.stop();
  pass(QUIET_MS);
  assertEquals([said.length, isWaiting()], [1, false]);
});
