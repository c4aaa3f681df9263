import { assertEquals, assertThrows } from "@std/assert";
import { createEndlessCall } from "../../scripts/_load_audio.ts";

const MANNER = { encoding: "mulaw", chunkMs: 20 } as const;

function recording(sampleCount: number, channelCount = 1, rateHz = 8_000) {
  const channels = Array.from(
    { length: channelCount },
    () => new Float32Array(sampleCount).fill(0.25),
  );
  return { sampleRateHz: rateHz, channels };
}

Deno.test("createEndlessCall() gives chunks of one size, and leaves out what is less", () => {
  const { open, chunks, chunkMs } = createEndlessCall(
    recording(8_159),
    ["agent"],
    MANNER,
  );
  assertEquals(chunks.map(({ length }) => length), new Array(50).fill(160));
  assertEquals(chunkMs, 20);
  assertEquals(open.channels, [{ role: "agent" }]);
});

Deno.test("createEndlessCall() tells how long a chunk is where none of 20 ms is whole samples", () => {
  const { chunkMs } = createEndlessCall(
    recording(11_025, 1, 11_025),
    ["mixed"],
    MANNER,
  );
  assertEquals(chunkMs, 221 * 1000 / 11_025);
});

Deno.test("createEndlessCall() counts moments, not samples, of two channels", () => {
  const { chunks, chunkMs } = createEndlessCall(
    recording(16_000, 2, 16_000),
    ["customer", "agent"],
    { encoding: "pcm_s16le", chunkMs: 100 },
  );
  assertEquals([chunks.length, chunks[0]!.length, chunkMs], [10, 6_400, 100]);
});

Deno.test("createEndlessCall() says a recording shorter than a chunk as one chunk", () => {
  const { chunks, chunkMs } = createEndlessCall(
    recording(80),
    ["mixed"],
    MANNER,
  );
  assertEquals([chunks.length, chunkMs], [1, 10]);
});

Deno.test("createEndlessCall() refuses a recording of nothing", () => {
  assertThrows(
    () => createEndlessCall(recording(0), ["mixed"], MANNER),
    RangeError,
    "current value is 0 samples",
  );
});
