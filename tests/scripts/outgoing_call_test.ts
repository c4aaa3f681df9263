import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createCall } from "../../scripts/_outgoing_call.ts";
import { interleave } from "../../src/audio/interleaved.ts";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import { SAMPLE_ENCODINGS } from "../../src/audio/sample_encoding.ts";

fc.configureGlobal({ seed: 2_026 });

function recording(channelCount: number, sampleRateHz = 8_000) {
  const channels = Array.from(
    { length: channelCount },
    (_, c) => Float32Array.from({ length: 1_003 }, (_, i) => (i - c) / 2_048),
  );
  return { sampleRateHz, channels };
}

Deno.test("createCall() says all of the recording, in whole moments, in order and on time", () => {
  fc.assert(fc.property(
    fc.constantFrom(...SAMPLE_ENCODINGS),
    fc.constantFrom(1, 2),
    fc.double({ min: 0, max: 200, noNaN: true }),
    (encoding, channelCount, chunkMs) => {
      const audio = recording(channelCount);
      const roles = (["customer", "agent"] as const).slice(0, channelCount);
      const call = createCall(audio, roles, { encoding, chunkMs });
      const bytes = encodeSamples(encoding, interleave(audio.channels));
      const bytesPerMoment = bytes.length / 1_003;
      let at = 0;
      for (const chunk of call.chunks) {
        assertEquals(chunk.bytes, bytes.subarray(at, at + chunk.bytes.length));
        assertEquals(chunk.bytes.length % bytesPerMoment, 0);
        assertEquals(chunk.startMs, at / bytesPerMoment / 8);
        at += chunk.bytes.length;
      }
      assertEquals(at, bytes.length);
    },
  ));
});

Deno.test("createCall() opens with what it sends", () => {
  const manner = { encoding: "alaw", chunkMs: 20 } as const;
  assertEquals(createCall(recording(2), ["agent", "customer"], manner).open, {
    type: "open",
    version: 1,
    encoding: "alaw",
    sampleRateHz: 8_000,
    channels: [{ role: "agent" }, { role: "customer" }],
  });
});

Deno.test("createCall() resamples to the rate it is told", () => {
  const manner = {
    encoding: "pcm_f32le",
    chunkMs: 20,
    rateHz: 16_000,
  } as const;
  const { open, chunks } = createCall(recording(1), ["mixed"], manner);
  const sizes = [...chunks].map(({ bytes }) => bytes.length);
  assertEquals(open.sampleRateHz, 16_000);
  assertEquals(sizes[0], 4 * 320);
  assertEquals(sizes.reduce((a, b) => a + b), 4 * 2_006);
});

Deno.test("createCall() sends a sample at a time if a chunk is shorter", () => {
  const manner = { encoding: "pcm_s16le", chunkMs: 0 } as const;
  const sizes = [...createCall(recording(1), ["mixed"], manner).chunks]
    .map(({ bytes }) => bytes.length);
  assertEquals(sizes.length, 1_003);
  assert(sizes.every((size) => size === 2));
});

Deno.test("createCall() refuses a message larger than the protocol allows, and an impossible rate", () => {
  const manner = { encoding: "pcm_f32le", chunkMs: 20 } as const;
  assertThrows(
    () => createCall(recording(1), ["mixed"], { ...manner, chunkMs: 40_000 }),
    RangeError,
    "a message may have 1048576 bytes: current value is 1280000",
  );
  assertThrows(
    () => createCall(recording(1), ["mixed"], { ...manner, rateHz: 7 }),
    RangeError,
    "current value is 7",
  );
});
