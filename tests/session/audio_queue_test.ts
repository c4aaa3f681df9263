import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";
import { AudioQueue } from "../../src/session/audio_queue.ts";
import { ByteBudget } from "../../src/session/byte_budget.ts";
import { MAX_QUEUED_BYTES } from "../../src/session/limits.ts";

fc.configureGlobal({ seed: 2_026 });

const JOINED_BYTES = 16_384;

function createQueue(budget = new ByteBudget(Number.MAX_SAFE_INTEGER)) {
  return new AudioQueue(budget, JOINED_BYTES);
}

/** Everything that waits, `maxBytes` at a time: bytes as one list, markers as "|". */
function drain(queue: AudioQueue, maxBytes = 1_000): (number | string)[] {
  const taken: (number | string)[] = [];
  for (let item; (item = queue.take(maxBytes));) {
    if (item.kind === "marker") taken.push("|");
    else {
      assert(item.bytes.length > 0 && item.bytes.length <= maxBytes);
      taken.push(...item.bytes);
    }
  }
  return taken;
}

Deno.test("AudioQueue gives back what came, in order, markers in their place", () => {
  const queue = createQueue();
  queue.pushAudio(Uint8Array.of(1, 2, 3), 0);
  queue.pushMarker(() => {});
  queue.pushAudio(Uint8Array.of(4), 0);
  queue.pushAudio(Uint8Array.of(5, 6), 0);
  queue.pushMarker(() => {});
  assertEquals(drain(queue, 2), [1, 2, 3, "|", 4, 5, 6, "|"]);
  assertEquals(queue.take(2), undefined);
});

Deno.test("AudioQueue keeps order and content over any pushes and takes", () => {
  const step = fc.record({
    push: fc.nat(40_000),
    marker: fc.boolean(),
    take: fc.integer({ min: 0, max: 50_000 }),
    wait: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const budget = new ByteBudget(Number.MAX_SAFE_INTEGER);
      const queue = createQueue(budget);
      const expected: (number | string)[] = [];
      const actual: (number | string)[] = [];
      let next = 0;
      let nowMs = 0;
      for (const { push, marker, take, wait } of steps) {
        const bytes = Uint8Array.from({ length: push }, () => next++ % 251);
        if (push > 0) queue.pushAudio(bytes, nowMs += wait);
        expected.push(...bytes);
        if (marker) {
          queue.pushMarker(() => {});
          expected.push("|");
        }
        const item = take > 0 ? queue.take(take) : undefined;
        if (item?.kind === "marker") actual.push("|");
        else actual.push(...item?.bytes ?? []);
      }
      actual.push(...drain(queue));
      assertEquals(actual.length, expected.length);
      assertEquals(actual.findIndex((v, i) => v !== expected[i]), -1);
      assertEquals(budget.heldBytes, 0);
    }),
    { numRuns: 50 },
  );
});

Deno.test("AudioQueue gives silence back in its place, in pieces, and holds no bytes for it", () => {
  const budget = new ByteBudget(5_000);
  const queue = createQueue(budget);
  queue.pushAudio(Uint8Array.of(1), 0);
  queue.pushSilence(50_000, 7, 1);
  queue.pushAudio(Uint8Array.of(2), 2);
  assert(budget.heldBytes < 1_000);
  const taken = drain(queue, 4_096);
  assertEquals(taken.length, 50_002);
  assertEquals([taken[0], taken.at(-1)], [1, 2]);
  assert(taken.slice(1, -1).every((byte) => byte === 7));
  assertEquals(budget.heldBytes, 0);
});

Deno.test("AudioQueue tells when silence came, and forgets it with the rest", () => {
  const budget = new ByteBudget(5_000);
  const queue = createQueue(budget);
  queue.pushSilence(10, 0, 42);
  const item = queue.take(4);
  assert(item?.kind === "audio");
  assertEquals([item.bytes.length, item.arrivedMs], [4, 42]);
  queue.clear();
  assertEquals([queue.take(4), budget.heldBytes], [undefined, 0]);
});

Deno.test("AudioQueue tells when the last of joined audio came", () => {
  const queue = createQueue();
  queue.pushAudio(new Uint8Array(JOINED_BYTES), 10);
  for (let ms = 20; ms <= 220; ms++) queue.pushAudio(Uint8Array.of(ms), ms);
  const arrivals: number[] = [];
  for (let item; (item = queue.take(2 ** 20));) {
    assert(item.kind === "audio");
    arrivals.push(item.arrivedMs);
  }
  assertEquals(arrivals, [10, 220]);
});

Deno.test("AudioQueue uses the room of what was taken again, and of nothing that waits", () => {
  const queue = createQueue();
  const taken = new Set<ArrayBufferLike>();
  for (let turn = 0; turn < 10; turn++) {
    for (let i = 0; i < 100; i++) queue.pushAudio(Uint8Array.of(turn, i), 0);
    const item = queue.take(2 ** 20);
    assert(item?.kind === "audio");
    assertEquals(item.bytes.length, 200);
    item.bytes.forEach((byte, at) =>
      assertEquals(byte, at % 2 ? (at - 1) / 2 : turn)
    );
    taken.add(item.bytes.buffer);
  }
  assertEquals(taken.size, 1);
});

Deno.test("AudioQueue joins single bytes, so they cost hardly more than themselves", () => {
  const budget = new ByteBudget(Number.MAX_SAFE_INTEGER);
  const queue = createQueue(budget);
  for (let i = 0; i < 10_000; i++) queue.pushAudio(Uint8Array.of(i), 0);
  assert(budget.heldBytes < 10_600, `${budget.heldBytes}`);
  assertEquals(drain(queue).length, 10_000);
});

Deno.test("AudioQueue joins messages up to 16 KiB, and not a byte more", () => {
  for (const first of [16_383, 16_384]) {
    const budget = new ByteBudget(Number.MAX_SAFE_INTEGER);
    const queue = createQueue(budget);
    queue.pushAudio(new Uint8Array(first), 0);
    const held = budget.heldBytes;
    queue.pushAudio(Uint8Array.of(1), 0);
    assertEquals(budget.heldBytes - held === 1, first === 16_383);
    assertEquals(drain(queue, 20_000).length, first + 1);
  }
});

Deno.test("AudioQueue refuses more than its bound as too far ahead, and is not harmed", () => {
  const queue = createQueue();
  const message = new Uint8Array(1_048_576);
  for (let i = 0; i < 15; i++) queue.pushAudio(message, i * 1_000);
  const { code } = assertThrows(
    () => queue.pushAudio(message, 20_000),
    ProtocolError,
    `${MAX_QUEUED_BYTES}`,
  );
  assertEquals(code, "too_far_ahead");
  assertEquals(queue.take(2 ** 30)?.kind, "audio");
  queue.pushAudio(message, 20_000);
});

Deno.test("AudioQueue bounds markers as well", () => {
  const queue = createQueue();
  const { code } = assertThrows(() => {
    for (;;) queue.pushMarker(() => {});
  }, ProtocolError);
  assertEquals(code, "too_far_ahead");
});

Deno.test("AudioQueue takes from the common budget and gives all of it back", () => {
  const budget = new ByteBudget(5_000);
  const [one, other] = [createQueue(budget), createQueue(budget)];
  one.pushAudio(new Uint8Array(4_000), 0);
  const { code } = assertThrows(
    () => other.pushAudio(new Uint8Array(4_000), 0),
    ProtocolError,
  );
  assertEquals(code, "overloaded");
  one.clear();
  assertEquals(budget.heldBytes, 0);
  assertEquals(one.take(1), undefined);
  other.pushAudio(new Uint8Array(4_000), 0);
  other.pushMarker(() => {});
  drain(other);
  assertEquals(budget.heldBytes, 0);
});

Deno.test("AudioQueue tells how much audio waits, joined or silent, and whether it is next", () => {
  const queue = new AudioQueue(new ByteBudget(1e6), 100);
  assertEquals([queue.audioBytes, queue.startsWithAudio], [0, false]);
  queue.pushMarker(() => {});
  queue.pushAudio(new Uint8Array(40), 0);
  queue.pushAudio(new Uint8Array(20), 0); // joins
  queue.pushSilence(50, 0, 0);
  assertEquals([queue.audioBytes, queue.startsWithAudio], [110, false]);
  queue.take(100);
  assertEquals([queue.audioBytes, queue.startsWithAudio], [110, true]);
  queue.take(45);
  assertEquals(queue.audioBytes, 65);
  queue.take(100);
  assertEquals([queue.audioBytes, queue.startsWithAudio], [50, true]);
  queue.take(30);
  assertEquals(queue.audioBytes, 20);
  queue.clear();
  assertEquals([queue.audioBytes, queue.startsWithAudio], [0, false]);
});
