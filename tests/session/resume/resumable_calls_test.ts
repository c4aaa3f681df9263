import { assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";
import {
  MAX_INTERRUPTED,
  RESUME_GRACE_MS,
} from "../../../src/session/limits.ts";
import type { Place } from "../../../src/session/place.ts";
import { ResumableCalls } from "../../../src/session/resume/resumable_calls.ts";
import { FakeClock } from "../_fakes.ts";

function begin() {
  const clock = new FakeClock();
  const calls = new ResumableCalls(clock.now);
  const said: string[] = [];
  const which = (generation: number, sessionId = "s") => ({
    sessionId,
    generation,
    tenant: "acme",
  });
  const say = (what: string) => () => void said.push(what);
  return { clock, calls, said, which, say };
}

Deno.test("ResumableCalls ends an older holder when a newer one claims its call, once", () => {
  const { calls, said, which, say } = begin();
  calls.claim(which(0), say("0 superseded"));
  calls.claim(which(1), say("1 superseded"));
  assertEquals(said, ["0 superseded"]);
  calls.claim(which(5), say("5 superseded"));
  assertEquals(said, ["0 superseded", "1 superseded"]);
});

Deno.test("ResumableCalls refuses a generation that is not newer, and leaves the holder alone", () => {
  const { calls, said, which, say } = begin();
  calls.claim(which(2), say("superseded"));
  for (const generation of [1, 2]) {
    const { code, message } = assertThrows(
      () => calls.claim(which(generation), say("")),
      ProtocolError,
    );
    assertEquals(code, "bad_resume");
    assertEquals(message.includes("above the newest, 2"), true);
  }
  assertEquals(said, []);
});

Deno.test("ResumableCalls says that a call has ended once nobody has come back in time", () => {
  const { clock, calls, said, which, say } = begin();
  calls.claim(which(0), say("superseded"));
  calls.interrupt(which(0), say("ended"));
  clock.nowMs = RESUME_GRACE_MS - 1;
  calls.tick();
  assertEquals([calls.waitingCount, said], [1, []]);
  clock.nowMs++;
  calls.tick();
  calls.tick();
  assertEquals([calls.waitingCount, said], [0, ["ended"]]);
});

Deno.test("ResumableCalls says nothing of a call that somebody has taken in time", () => {
  const { clock, calls, said, which, say } = begin();
  calls.claim(which(0), say("superseded"));
  calls.interrupt(which(0), say("ended"));
  calls.claim(which(1), say("superseded"));
  clock.nowMs = 2 * RESUME_GRACE_MS;
  calls.tick();
  assertEquals([calls.waitingCount, said], [0, []]);
});

Deno.test("ResumableCalls forgets a call that is over, and not what a newer generation holds", () => {
  const { calls, said, which, say } = begin();
  calls.claim(which(0), say("0 superseded"));
  calls.release(which(0));
  calls.claim(which(0), say("again")); // nothing is known of it
  calls.claim(which(1), say("1 superseded"));
  calls.release(which(0));
  assertThrows(() => calls.claim(which(1), say("")), ProtocolError);
  assertEquals(said, ["again"]);
});

Deno.test("ResumableCalls gives up the oldest of too many", () => {
  const { calls, said, which, say } = begin();
  for (let i = 0; i < MAX_INTERRUPTED + 2; i++) {
    calls.interrupt(which(0, `s-${i}`), say(`s-${i} ended`));
  }
  assertEquals(calls.waitingCount, MAX_INTERRUPTED);
  assertEquals(said, ["s-0 ended", "s-1 ended"]);
});

Deno.test("ResumableCalls leaves all to others once the process stops", () => {
  const { clock, calls, said, which, say } = begin();
  calls.interrupt(which(0, "before"), say("ended"));
  calls.stop();
  calls.interrupt(which(0, "after"), say("ended"));
  clock.nowMs = 2 * RESUME_GRACE_MS;
  calls.tick();
  assertEquals([calls.waitingCount, said], [0, []]);
});

Deno.test("ResumableCalls knows which calls a dialog holds, and whose", () => {
  const { calls, which, say } = begin();
  const acme = { sessionId: "s", tenant: "acme" };
  assertEquals(calls.isHeld(acme), false);
  calls.claim(which(0), say(""));
  assertEquals(calls.isHeld(acme), true);
  assertEquals(calls.isHeld({ ...acme, tenant: "beta" }), false);
  calls.interrupt(which(0), say("ended"));
  assertEquals(calls.isHeld(acme), false); // its socket is closed, and has no place
  calls.claim(which(1), say(""));
  assertEquals(calls.isHeld(acme), true);
  calls.release(which(1));
  assertEquals(calls.isHeld(acme), false);
});

/** A place that says whom it is to change with. */
function place(name: string, said: string[], fault?: Error): Place {
  const session = { stop() {}, toString: () => name };
  return {
    session,
    secure(older) {
      said.push(`${name} from ${older?.session ?? "nobody"}`);
      if (fault) throw fault;
    },
  };
}

Deno.test("ResumableCalls.claim() lets a newer dialog change places with the older one before it is ended", () => {
  const { calls, said, which } = begin();
  calls.claim(which(0), () => said.push("0 superseded"), place("old", said));
  calls.claim(which(1), () => said.push("1 superseded"), place("new", said));
  assertEquals(said, ["old from nobody", "new from old", "0 superseded"]);
});

Deno.test("ResumableCalls.claim() changes nothing if there is no place, or the generation is not newer", () => {
  const { calls, said, which } = begin();
  calls.claim(which(3), () => said.push("3 superseded"), place("old", said));
  const stale = place("stale", said);
  assertThrows(() => calls.claim(which(3), () => {}, stale), ProtocolError);
  const full = new ProtocolError("overloaded", "full");
  assertThrows(
    () => calls.claim(which(4), () => {}, place("new", said, full)),
    ProtocolError,
    "full",
  );
  assertEquals(said, ["old from nobody", "new from old"]);
  assertEquals(calls.isHeld(which(3)), true);
  calls.claim(which(4), () => {}); // no trace is left of who had no place
});
