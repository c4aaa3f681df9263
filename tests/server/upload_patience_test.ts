import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  MAX_UPLOAD_MS,
  MIN_UPLOAD_BYTES_PER_S,
  UPLOAD_GRACE_MS,
  UploadPatience,
} from "../../src/server/upload_patience.ts";
import { handClock } from "./_hand_clock.ts";

fc.configureGlobal({ seed: 2_026 });

/** When an upload is over that gets so many bytes at every step. */
function overAtMs(bytesPerStep: readonly number[], stepMs: number) {
  const { clock, pass, isWaiting } = handClock();
  let overMs: number | undefined;
  const patience = new UploadPatience(() => overMs = clock.now(), clock);
  for (const bytes of bytesPerStep) {
    pass(stepMs);
    patience.received(bytes);
  }
  pass(2 * MAX_UPLOAD_MS);
  assertEquals(isWaiting(), false);
  return overMs;
}

Deno.test("UploadPatience is over after the grace if nothing comes", () => {
  assertEquals(overAtMs([], 1), UPLOAD_GRACE_MS);
});

Deno.test("UploadPatience bears a pause once enough has come", () => {
  const bytes = 60 * MIN_UPLOAD_BYTES_PER_S;
  assertEquals(overAtMs([bytes], 1), UPLOAD_GRACE_MS + 60_000);
});

Deno.test("UploadPatience is over in the end, however much comes", () => {
  const steps = new Array(400).fill(10 * MIN_UPLOAD_BYTES_PER_S);
  assertEquals(overAtMs(steps, 1_000), MAX_UPLOAD_MS);
});

Deno.test("UploadPatience is over when by its rule more must have come than has", () => {
  fc.assert(fc.property(
    fc.array(fc.nat(4 * MIN_UPLOAD_BYTES_PER_S), { maxLength: 100 }),
    (steps) => {
      const overMs = overAtMs(steps, 1_000)!;
      const came = (ms: number) =>
        steps.slice(0, Math.ceil(ms / 1_000) - 1).reduce((a, b) => a + b, 0);
      const owed = (ms: number) =>
        (ms - UPLOAD_GRACE_MS) * MIN_UPLOAD_BYTES_PER_S / 1_000;
      for (let ms = 500; ms < overMs - 1; ms += 1_000) {
        assertEquals(came(ms) >= owed(ms), true);
      }
      assertEquals(
        overMs === MAX_UPLOAD_MS || came(overMs + 1) <= owed(overMs) + 1,
        true,
      );
    },
  ));
});

Deno.test("UploadPatience waits no longer once it is ended", () => {
  const { clock, pass, isWaiting } = handClock();
  let isOver = false;
  const patience = new UploadPatience(() => isOver = true, clock);
  patience.end();
  assertEquals(isWaiting(), false);
  pass(MAX_UPLOAD_MS);
  assertEquals([isOver, patience.isOver], [false, false]);
});
