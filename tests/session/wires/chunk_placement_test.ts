import { assertEquals } from "@std/assert";
import {
  ChunkPlacement,
  MAX_GAP_MS,
} from "../../../src/session/wires/chunk_placement.ts";
import { noLosses } from "../../../src/session/losses.ts";
import { chunk, CHUNK_BYTES } from "./_chunks.ts";

const BYTES_PER_MS = 8;

/** A placement whose output is written down: positive for audio, negative for silence. */
function placement(clock = { startMs: undefined as number | undefined }) {
  const losses = noLosses();
  const laid: number[] = [];
  const placement = new ChunkPlacement({
    bytesPerMs: BYTES_PER_MS,
    sampleBytes: 1,
    clock,
    losses,
    emitAudio: ({ length }) => laid.push(length),
    emitSilence: (byteCount) => laid.push(-byteCount),
  });
  return { placement, laid, losses };
}

Deno.test("ChunkPlacement lays chunks one after the other", () => {
  const { placement: at, laid, losses } = placement();
  at.place(chunk(1), 0);
  at.place(chunk(2), 0);
  assertEquals(laid, [160, 160]);
  assertEquals(at.position, 320);
  assertEquals(losses, noLosses());
});

Deno.test("ChunkPlacement fills the place of missing chunks with as much silence", () => {
  const { placement: at, laid, losses } = placement();
  at.place(chunk(1), 0);
  at.place(chunk(4), 2);
  assertEquals(laid, [160, -320, 160]);
  assertEquals(losses.silenceMs, 40);
});

Deno.test("ChunkPlacement fills what is missing at the very start", () => {
  const { placement: at, laid } = placement();
  at.place(chunk(3), 2);
  at.place(chunk(4), 0);
  assertEquals(laid, [-320, 160, 160]);
});

Deno.test("ChunkPlacement does not take the jitter of timestamps for gaps", () => {
  const { placement: at, laid } = placement();
  [0, 13, 41, 133, 81, 60].forEach((timestampMs, i) =>
    at.place(chunk(i + 1, { timestampMs }), 0)
  );
  at.place(chunk(8, { timestampMs: 199 }), 1);
  assertEquals(laid, [160, 160, 160, 160, 160, 160, -160, 160]);
});

Deno.test("ChunkPlacement believes timestamps that leave out a stretch", () => {
  const { placement: at, laid } = placement();
  at.place(chunk(1), 0);
  at.place(chunk(2, { timestampMs: 5 + 20 + 3_000 }), 0);
  at.place(chunk(3, { timestampMs: 5 + 40 + 3_000 }), 0);
  assertEquals(laid, [160, -24_000, 160, 160]);
});

Deno.test("ChunkPlacement keeps to whole samples", () => {
  const laid: number[] = [];
  const at = new ChunkPlacement({
    bytesPerMs: 16,
    sampleBytes: 2,
    clock: { startMs: undefined },
    losses: noLosses(),
    emitAudio: ({ length }) => laid.push(length),
    emitSilence: (byteCount) => laid.push(-byteCount),
  });
  at.place(chunk(1, { timestampMs: 0 }), 0);
  at.place(chunk(2, { timestampMs: 500.33 }), 0);
  assertEquals(laid, [160, -7_846, 160]); // 490.33 ms is 7,845.28 bytes, 3,922.6 samples
});

Deno.test("ChunkPlacement goes by numbers alone if there is no clock", () => {
  const { placement: at, laid } = placement();
  const bare = { timestampMs: undefined };
  at.place(chunk(1, bare), 0);
  at.place(chunk(3, bare), 1);
  assertEquals(laid, [160, -160, 160]);
});

Deno.test("ChunkPlacement fills at most a minute, counts the rest and goes on from there", () => {
  for (
    const [timestampMs, missing] of [
      [5 + 2 ** 31, 0],
      [undefined, 2 ** 31],
      [2 ** 53 - 1, 2 ** 52],
    ] as const
  ) {
    const { placement: at, laid, losses } = placement();
    at.place(chunk(1, timestampMs === undefined ? { timestampMs } : {}), 0);
    at.place(chunk(2, { timestampMs }), missing);
    const next = timestampMs === undefined ? undefined : timestampMs + 20;
    at.place(chunk(3, { timestampMs: next }), 0);
    assertEquals(laid, [160, -MAX_GAP_MS * BYTES_PER_MS, 160, 160]);
    assertEquals(losses.silenceMs, MAX_GAP_MS);
    assertEquals(losses.unfilledMs > 0, true);
  }
});

Deno.test("ChunkPlacement still fills lost chunks after the clock has jumped back, or stands still", () => {
  for (
    const clockMs of [() => 0, (i: number) => i < 10 ? 1e6 + 20 * i : 20 * i]
  ) {
    const { placement: at, laid } = placement();
    for (let i = 0; i < 20; i++) {
      at.place(chunk(i + 1, { timestampMs: clockMs(i) }), 0);
    }
    assertEquals(laid, Array(20).fill(160));
    at.place(chunk(22, { timestampMs: clockMs(21) }), 1);
    assertEquals(laid.slice(20), [-160, 160]);
  }
});

Deno.test("ChunkPlacement.fillTo() goes ahead, and audio that comes after all loses as much of its start", () => {
  const { placement: at, laid, losses } = placement();
  at.place(chunk(1), 0);
  at.fillTo(160 + 200);
  at.fillTo(100);
  at.place(chunk(2), 0); // all of it was filled
  at.place(chunk(3), 0); // 40 bytes of it
  at.place(chunk(4), 0);
  assertEquals(laid, [160, -200, 120, 160]);
  assertEquals(at.position, 4 * CHUNK_BYTES);
  assertEquals(losses.lateChunks, 2);
});

Deno.test("ChunkPlacement.fillTo() goes ahead of a pause, and the audio after it is whole and in place", () => {
  const { placement: at, laid, losses } = placement();
  at.place(chunk(1), 0);
  at.fillTo(8_000);
  at.place(chunk(2, { timestampMs: 5 + 1_200 }), 0);
  assertEquals(laid, [160, -7_840, -1_600, 160]);
  assertEquals(losses.lateChunks, 0);
});

Deno.test("ChunkPlacement places a second channel by the clock of the first", () => {
  const clock = { startMs: undefined as number | undefined };
  const first = placement(clock);
  const second = placement(clock);
  first.placement.place(chunk(1, { timestampMs: 7 }), 0);
  second.placement.place(chunk(1, { timestampMs: 5_007 }), 0);
  assertEquals([first.laid, second.laid], [[160], [-40_000, 160]]);
});
