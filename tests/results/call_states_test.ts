import { assertEquals } from "@std/assert";
import { CallStates } from "../../src/results/call_states.ts";
import { MAX_SESSIONS } from "../../src/session/limits.ts";
import { callOf, ended, interrupted } from "./_calls.ts";

const call = (sessionId: string) => callOf({ sessionId });

Deno.test("CallStates keeps a call's value until it ends, here or after it went away", () => {
  const states = new CallStates<number>();
  assertEquals(states.enter("a", () => 1), 1);
  assertEquals(states.enter("a", () => 2), 1);
  states.follow(interrupted(call("a")));
  assertEquals(states.get("a"), 1);
  assertEquals(states.enter("a", () => 3), 1);
  states.follow(ended(call("a")));
  assertEquals([states.get("a"), states.size], [undefined, 0]);
  states.enter("b", () => 4);
  states.follow(interrupted(call("b")));
  states.follow(ended(call("b")));
  states.follow(interrupted(call("nobody")));
  assertEquals(states.size, 0);
});

Deno.test("CallStates forgets the oldest of those that went away, and none that is here", () => {
  const states = new CallStates<number>();
  states.enter("here", () => 0);
  for (let n = 0; n <= MAX_SESSIONS; n++) {
    states.enter(`${n}`, () => n);
    states.follow(interrupted(call(`${n}`)));
  }
  assertEquals(states.size, MAX_SESSIONS + 1);
  assertEquals([states.get("here"), states.get("0"), states.get("1")], [
    0,
    undefined,
    1,
  ]);
});

Deno.test("CallStates forgets a call that has gone on elsewhere, here or away", () => {
  const states = new CallStates<number>();
  states.enter("a", () => 1);
  states.enter("b", () => 2);
  states.follow(interrupted(call("b")));
  states.forget("a");
  states.forget("b");
  states.forget("nobody");
  assertEquals(states.size, 0);
});
