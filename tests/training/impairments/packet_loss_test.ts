import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { losePackets } from "../../../src/training/impairments/packet_loss.ts";
import { Random } from "../../../src/training/random.ts";

/** Ones, with zeros where packets were lost. */
function received(
  share: number,
  { seed = 1, length = 8_000, rateHz = 8_000 } = {},
): Float32Array {
  const samples = new Float32Array(length).fill(1);
  losePackets(samples, rateHz, share, new Random(seed, "test"));
  return samples;
}

Deno.test("losePackets() silences whole packets of 20 ms and touches no other", () => {
  const samples = received(0.5);
  for (let at = 0; at < samples.length; at += 160) {
    const packet = new Set(samples.subarray(at, at + 160));
    assertEquals(packet.size, 1);
  }
  assert(samples.includes(0) && samples.includes(1));
});

Deno.test("losePackets() counts a packet by the rate", () => {
  const samples = received(0.5, { rateHz: 48_000 });
  const edge = samples.findIndex((sample) => sample !== samples[0]);
  assert(edge > 0);
  assertEquals(edge % 960, 0);
});

Deno.test("losePackets() loses none at 0 and all at 1", () => {
  assert(received(0).every((sample) => sample === 1));
  assert(received(1).every((sample) => sample === 0));
});

Deno.test("losePackets() silences the short packet at the end too", () => {
  assertEquals(received(1, { length: 165 }), new Float32Array(165));
});

for (const share of [0.01, 0.03, 0.05]) {
  Deno.test(`losePackets() loses ${100 * share} % of many packets`, () => {
    const samples = received(share, { length: 160 * 20_000 });
    const lost = samples.filter((sample) => sample === 0).length;
    // The share of 20 000 draws has a deviation below 0.0016.
    assertAlmostEquals(lost / samples.length, share, 0.005);
  });
}

Deno.test("losePackets() loses at a higher share what it loses at a lower", () => {
  const shares = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(shares, fc.nat(), ([a, b], seed) => {
      const few = received(Math.min(a, b), { seed });
      const many = received(Math.max(a, b), { seed });
      assert(many.every((sample, i) => sample <= few[i]!));
    }),
    { seed: 1, numRuns: 30 },
  );
});
