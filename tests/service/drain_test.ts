import { assertEquals } from "@std/assert";
import { drain, DRAIN_MS, type DrainStep } from "../../src/service/drain.ts";

/** Drains on a clock that jumps to the next limit when a step never ends. */
async function run(steps: readonly DrainStep[]) {
  let nowMs = 0;
  const faults: string[] = [];
  const limits: number[] = [];
  let pending = 0;
  await drain(steps, {
    now: () => nowMs,
    after(ms, act) {
      limits.push(ms);
      pending++;
      let isOff = false;
      Promise.resolve().then(async () => {
        for (let turn = 0; turn < 20; turn++) await null; // steps that end do so before
        if (isOff) return;
        nowMs += ms;
        act();
      });
      return () => {
        isOff = true;
        pending--;
      };
    },
    onFault: (name, fault) => faults.push(`${name}: ${fault}`),
  });
  return { faults, limits, nowMs, pending };
}

const NEVER = () => new Promise<void>(() => {});

function step(name: string, close: () => Promise<void>, limitMs = 1_000) {
  return { name, close, limitMs };
}

Deno.test("drain() ends one after the other, in order", async () => {
  const did: string[] = [];
  const slowly = (name: string) => async () => {
    did.push(`${name} begins`);
    await null;
    did.push(`${name} ends`);
  };
  const { faults, pending } = await run([
    step("a", slowly("a")),
    step("b", slowly("b")),
  ]);
  assertEquals(did, ["a begins", "a ends", "b begins", "b ends"]);
  assertEquals([faults, pending], [[], 0]);
});

Deno.test("drain() goes on after a step that fails or throws, and tells of it", async () => {
  const did: string[] = [];
  const { faults } = await run([
    step("a", () => Promise.reject(new Error("full"))),
    step("b", () => {
      throw new Error("broken");
    }),
    step("c", () => {
      did.push("c");
      return Promise.resolve();
    }),
  ]);
  assertEquals(did, ["c"]);
  assertEquals(faults, ["a: full", "b: broken"]);
});

Deno.test("drain() cuts short what never ends, at its limit and at that of all", async () => {
  const { faults, limits, nowMs, pending } = await run([
    step("a", NEVER, 2_600),
    step("b", NEVER, 500),
    step("c", NEVER, DRAIN_MS),
    step("d", () => Promise.resolve(), DRAIN_MS),
  ]);
  assertEquals(limits, [2_600, 500, 1_400, 0]);
  assertEquals(faults, [
    "a: took over 2600 ms",
    "b: took over 500 ms",
    "c: took over 1400 ms",
  ]);
  assertEquals([nowMs, pending], [DRAIN_MS, 0]);
});
