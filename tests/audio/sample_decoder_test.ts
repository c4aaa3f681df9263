import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createSampleDecoder } from "../../src/audio/sample_decoder.ts";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import {
  bytesPerSample,
  SAMPLE_ENCODINGS,
} from "../../src/audio/sample_encoding.ts";
import { noise } from "./_signals.ts";

/** Errors of a round trip, as a share of full scale: half a step, and for G.711 of the largest. */
const TOLERANCE = {
  "pcm_s16le": 0.5 / 32_768,
  "pcm_f32le": 0,
  "mulaw": 512 / 32_768,
  "alaw": 512 / 32_768,
} as const;

for (const encoding of SAMPLE_ENCODINGS) {
  Deno.test(`createSampleDecoder() gives back samples sent as ${encoding}`, () => {
    const samples = noise(1000).map((x) => 3.9 * x);
    const decoded = createSampleDecoder(encoding)(
      encodeSamples(encoding, samples),
    );
    assertEquals(decoded.length, samples.length);
    decoded.forEach((value, i) =>
      assert(Math.abs(value - samples[i]!) <= TOLERANCE[encoding])
    );
  });

  Deno.test(`createSampleDecoder() decodes ${encoding} alike in any messages`, () => {
    const sampleBytes = bytesPerSample(encoding);
    const bytes = encodeSamples(encoding, noise(300));
    const whole = createSampleDecoder(encoding)(bytes);
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 8 }), (cuts) => {
        const decode = createSampleDecoder(encoding);
        const edges = [0, ...cuts.toSorted((a, b) => a - b), 300];
        const parts = edges.slice(1).flatMap((end, i) => [
          ...decode(
            bytes.subarray(edges[i]! * sampleBytes, end * sampleBytes),
          ),
        ]);
        assertEquals(Float32Array.from(parts), whole);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  Deno.test(`createSampleDecoder() makes nothing of no bytes of ${encoding}`, () => {
    assertEquals(createSampleDecoder(encoding)(new Uint8Array(0)).length, 0);
  });
}

Deno.test("createSampleDecoder() refuses part of a sample", () => {
  assertThrows(
    () => createSampleDecoder("pcm_s16le")(new Uint8Array(3)),
    RangeError,
    "Cannot decode audio as a sample of pcm_s16le takes 2 bytes: current value is 3 bytes",
  );
  assertThrows(
    () => createSampleDecoder("pcm_f32le")(new Uint8Array(6)),
    RangeError,
    "takes 4 bytes: current value is 6 bytes",
  );
});

Deno.test("createSampleDecoder() goes on after bytes that it refused", () => {
  const decode = createSampleDecoder("pcm_f32le");
  assertThrows(
    () => decode(encodeSamples("pcm_f32le", Float32Array.of(NaN))),
    RangeError,
    "NaN",
  );
  assertEquals(
    decode(encodeSamples("pcm_f32le", Float32Array.of(0.5))),
    Float32Array.of(0.5),
  );
});

Deno.test("createSampleDecoder() lends its samples until the next call", () => {
  const decode = createSampleDecoder("pcm_s16le");
  const first = decode(encodeSamples("pcm_s16le", Float32Array.of(0.5, 0.5)));
  decode(encodeSamples("pcm_s16le", Float32Array.of(0.25)));
  assertEquals(first, Float32Array.of(0.25, 0.5));
});

Deno.test("createSampleDecoder() makes numbers in range, or refuses, whatever the bytes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SAMPLE_ENCODINGS),
      fc.uint8Array({ maxLength: 64 }),
      (encoding, bytes) => {
        try {
          const samples = createSampleDecoder(encoding)(bytes);
          assert(samples.every((x) => Math.abs(x) <= 8));
        } catch (error) {
          assert(error instanceof RangeError);
        }
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});
