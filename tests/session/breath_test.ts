import { assert, assertEquals } from "@std/assert";
import { createBreath } from "../../src/session/breath.ts";
import { FakeClock, settle } from "./_fakes.ts";

/** Whether a promise is settled by the microtasks that wait now. */
async function isPrompt(promise: Promise<void>): Promise<boolean> {
  let isDone = false;
  promise.then(() => isDone = true);
  await settle();
  return isDone;
}

Deno.test("createBreath() goes on at once until 5 ms have passed", async () => {
  const clock = new FakeClock();
  const breathe = createBreath(clock.now);
  assert(await isPrompt(breathe()));
  clock.nowMs = 4.9;
  assert(await isPrompt(breathe()));
});

Deno.test("createBreath() lets the event loop turn once 5 ms have passed", async () => {
  const clock = new FakeClock();
  const breathe = createBreath(clock.now);
  clock.nowMs = 5;
  const turned: string[] = [];
  setTimeout(() => turned.push("another task"), 0);
  const breath = breathe();
  assertEquals(await isPrompt(breath), false);
  await breath;
  assertEquals(turned, ["another task"]);
  assert(await isPrompt(breathe()), "the next stretch begins");
});

Deno.test("createBreath() counts one stretch for all who share it", async () => {
  const clock = new FakeClock();
  const breathe = createBreath(clock.now);
  clock.nowMs = 6;
  const [one, other] = [breathe(), breathe()];
  assertEquals(await isPrompt(one), false);
  assertEquals(await isPrompt(other), false);
  await Promise.all([one, other]);
});
