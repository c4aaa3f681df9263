import { assert, assertEquals, assertThrows } from "@std/assert";
import { bytesPerMoment, sampleBytes } from "../../src/client/sample_bytes.ts";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";

const FLOATS = Float32Array.of(0, 0.5, -0.5, 1, -1, 2, -2, 0.00001, NaN);

Deno.test("sampleBytes() rounds and clips floats as the rest of the code does", () => {
  const finite = FLOATS.filter((x) => !Number.isNaN(x));
  assertEquals(
    sampleBytes(finite, "pcm_s16le"),
    encodeSamples("pcm_s16le", finite),
  );
  assertEquals([...sampleBytes(Float32Array.of(NaN), "pcm_s16le")], [0, 0]);
});

Deno.test("sampleBytes() gives 16-bit samples as floats in [-1, 1)", () => {
  const steps = Int16Array.of(0, 16_384, -32_768, 32_767);
  assertEquals(
    sampleBytes(steps, "pcm_f32le"),
    encodeSamples(
      "pcm_f32le",
      Float32Array.of(0, 0.5, -1, 32_767 / 32_768),
    ),
  );
});

Deno.test("sampleBytes() does not copy what is of the encoding already, and minds where it lies", () => {
  const steps = Int16Array.of(9, 1, -2).subarray(1);
  const bytes = sampleBytes(steps, "pcm_s16le");
  assertEquals([...bytes], [1, 0, 254, 255]);
  assert(bytes.buffer === steps.buffer);
  const own = Uint8Array.of(1);
  assert(sampleBytes(own, "alaw") === own);
});

Deno.test("sampleBytes() refuses to make logarithmic samples", () => {
  for (const encoding of ["mulaw", "alaw"] as const) {
    assertThrows(() => sampleBytes(FLOATS, encoding), TypeError, encoding);
  }
});

Deno.test("bytesPerMoment() counts all channels", () => {
  assertEquals(bytesPerMoment("pcm_s16le", 2), 4);
  assertEquals(bytesPerMoment("pcm_f32le", 1), 4);
  assertEquals(bytesPerMoment("mulaw", 2), 2);
});
