import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { AudioRing } from "../../src/client/audio_ring.ts";
import { StreamError } from "../../src/client/mod.ts";

fc.configureGlobal({ seed: 2_026 });

const MAX_BYTES = 262_144;

/** All that is kept, piece by piece. */
function kept(ring: AudioRing, maxBytes = 10_000): number[] {
  const bytes: number[] = [];
  for (let place = ring.start; place < ring.end;) {
    const piece = ring.piece(place, maxBytes);
    bytes.push(...piece);
    place += piece.length;
  }
  return bytes;
}

Deno.test("AudioRing keeps every byte at its place, whatever is added and forgotten", () => {
  const step = fc.record({
    add: fc.integer({ min: 0, max: 30_000 }),
    forget: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const ring = new AudioRing(MAX_BYTES);
      let all: number[] = [];
      let start = 0;
      for (const { add, forget } of steps) {
        const bytes = Uint8Array.from(
          { length: add },
          (_, i) => (ring.end + i) * 31 % 251,
        );
        if (ring.end + add - ring.start > MAX_BYTES) continue;
        ring.append(bytes);
        all.push(...bytes);
        const place = ring.start +
          Math.floor(forget * (ring.end - ring.start));
        ring.forgetBefore(place);
        all = all.slice(place - start);
        start = place;
        assertEquals([ring.start, ring.end], [start, start + all.length]);
      }
      assertEquals(kept(ring), all);
    }),
    { numRuns: 30 },
  );
});

Deno.test("AudioRing gives pieces that end at the end, and no longer than asked", () => {
  const ring = new AudioRing(MAX_BYTES);
  ring.append(Uint8Array.of(1, 2, 3));
  assertEquals([...ring.piece(1, 10)], [2, 3]);
  assertEquals([...ring.piece(0, 2)], [1, 2]);
  assertEquals(ring.piece(3, 10).length, 0);
});

Deno.test("AudioRing forgets neither twice nor ahead", () => {
  const ring = new AudioRing(MAX_BYTES);
  ring.append(new Uint8Array(10));
  ring.forgetBefore(20);
  assertEquals([ring.start, ring.end], [10, 10]);
  ring.forgetBefore(5);
  assertEquals(ring.start, 10);
});

Deno.test("AudioRing refuses to keep more than it may, and keeps what it has", () => {
  const ring = new AudioRing(MAX_BYTES);
  ring.append(new Uint8Array(MAX_BYTES).fill(1));
  const error = assertThrows(
    () => ring.append(Uint8Array.of(2)),
    StreamError,
    "262144 bytes",
  );
  assertEquals(error.code, "too_much_unsent");
  assertEquals(kept(ring).every((byte) => byte === 1), true);
  ring.forgetBefore(1);
  ring.append(Uint8Array.of(2));
  assertEquals(ring.piece(MAX_BYTES, 9)[0], 2);
});
