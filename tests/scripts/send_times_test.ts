import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { SendTimes } from "../../scripts/_send_times.ts";

fc.configureGlobal({ seed: 2_026 });

function timesOf(count: number): SendTimes {
  const times = new SendTimes();
  for (let i = 0; i < count; i++) times.push(100 * i);
  return times;
}

Deno.test("SendTimes knows which chunk holds the last sample before a position", () => {
  const cases: [positionMs: number, chunk: number][] = [
    [0, 0],
    [1, 0],
    [20, 0],
    [20.0625, 1],
    [985, 49],
    [1_000, 49],
  ];
  for (const [positionMs, chunk] of cases) {
    assertEquals(timesOf(60).when(positionMs, 20), 100 * chunk);
  }
});

Deno.test("SendTimes gives the end of every chunk to that chunk, however long a chunk is", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 500 }),
    fc.constantFrom(8_000, 11_025, 12_345, 16_000, 44_100),
    fc.integer({ min: 0, max: 999 }),
    (chunkSamples, rateHz, chunk) => {
      const chunkMs = chunkSamples * 1000 / rateHz;
      const endMs = (chunk + 1) * chunkSamples * 1000 / rateHz;
      assertEquals(timesOf(1_000).when(endMs, chunkMs), 100 * chunk);
    },
  ));
});

Deno.test("SendTimes answers twice for one chunk, as two channels ask", () => {
  const times = timesOf(60);
  assertEquals([times.when(985, 20), times.when(985, 20)], [4_900, 4_900]);
});

Deno.test("SendTimes refuses what is not sent and what is forgotten", () => {
  const times = timesOf(60);
  assertThrows(
    () => times.when(1_200.5, 20),
    RangeError,
    "Cannot tell when 1200.5 ms of the call were sent as 0 to 1200 ms are remembered",
  );
  times.when(985, 20);
  assertThrows(() => times.when(980, 20), RangeError, "as 980 to 1200 ms");
  assertEquals(times.count, 60);
});
