import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";
import { ChannelAssembly } from "../../../src/session/wires/channel_assembly.ts";
import type { NumberedChunk } from "../../../src/session/wires/chunk_order.ts";
import { noLosses } from "../../../src/session/losses.ts";
import { chunk, CHUNK_BYTES, chunks } from "./_chunks.ts";

fc.configureGlobal({ seed: 2_026 });

const SILENT = 0xff;

function assembly(channelCount: number) {
  const losses = noLosses();
  const bytes: number[] = [];
  let largestEmitted = 0;
  const assembly = new ChannelAssembly(
    { encoding: "mulaw", sampleRateHz: 8_000, channelCount },
    losses,
    (emitted) => {
      largestEmitted = Math.max(largestEmitted, emitted.length);
      for (const byte of emitted) bytes.push(byte);
    },
  );
  return { assembly, bytes, losses, largest: () => largestEmitted };
}

/** The chunk numbers that lie in each slot of one channel; 0 is silence. */
function slots(
  bytes: readonly number[],
  channel = 0,
  channelCount = 1,
): number[] {
  const own = bytes.filter((_, i) => i % channelCount === channel);
  return Array.from({ length: own.length / CHUNK_BYTES }, (_, slot) => {
    const slice = own.slice(slot * CHUNK_BYTES, (slot + 1) * CHUNK_BYTES);
    assertEquals(new Set(slice).size, 1, `slot ${slot} is cut`);
    return slice[0] === SILENT ? 0 : slice[0]!;
  });
}

Deno.test("ChannelAssembly passes one channel on as it comes", () => {
  const { assembly: call, bytes, losses } = assembly(1);
  for (const chunk of chunks(1, 2, 3)) call.push(0, chunk);
  assertEquals(slots(bytes), [1, 2, 3]);
  assertEquals(losses, noLosses());
});

Deno.test("ChannelAssembly refuses half a sample, and none", () => {
  const pcm = new ChannelAssembly(
    { encoding: "pcm_s16le", sampleRateHz: 8_000, channelCount: 1 },
    noLosses(),
    () => {},
  );
  for (const length of [0, 1, 321]) {
    const { code } = assertThrows(
      () => pcm.push(0, chunk(1, { bytes: new Uint8Array(length) })),
      ProtocolError,
      "2 bytes",
    );
    assertEquals(code, "bad_audio");
  }
});

Deno.test("ChannelAssembly interleaves two channels by their clock", () => {
  const { assembly: call, bytes } = assembly(2);
  for (let number = 1; number <= 10; number++) {
    call.push(0, chunk(number));
    if (number > 5) {
      const { timestampMs } = chunk(number);
      call.push(1, chunk(number - 5, { timestampMs }));
    }
  }
  call.finish();
  assertEquals(slots(bytes, 0, 2), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assertEquals(slots(bytes, 1, 2), [0, 0, 0, 0, 0, 1, 2, 3, 4, 5]);
});

Deno.test("ChannelAssembly waits for a channel for 200 ms, and then goes on without it", () => {
  const { assembly: call, bytes } = assembly(2);
  for (const chunk of chunks(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)) {
    call.push(0, chunk);
  }
  assertEquals(bytes, []);
  for (const chunk of chunks(11, 12)) call.push(0, chunk);
  assertEquals(slots(bytes, 0, 2), [1, 2]);
  assertEquals(slots(bytes, 1, 2), [0, 0]);
});

Deno.test("ChannelAssembly ends the shorter channel in silence", () => {
  const { assembly: call, bytes } = assembly(2);
  for (const chunk of chunks(1, 2, 4)) call.push(1, chunk);
  call.push(0, chunk(1));
  call.finish();
  assertEquals(slots(bytes, 0, 2), [1, 0, 0, 0]);
  assertEquals(slots(bytes, 1, 2), [1, 2, 0, 4]);
});

Deno.test("ChannelAssembly takes hostile numbers without taking their memory", () => {
  for (const channelCount of [1, 2]) {
    const { assembly: call, bytes, losses, largest } = assembly(channelCount);
    call.push(0, chunk(1));
    call.push(0, chunk(2 ** 31, { timestampMs: 2 ** 40 }));
    call.finish();
    const minute = 60_000 * 8;
    assertEquals(bytes.length, channelCount * (minute + 2 * CHUNK_BYTES));
    assert(largest() <= channelCount * 8_000, `${largest()} bytes at once`);
    assert(losses.unfilledMs > 0);
  }
});

/** A channel's chunks as a bad network lets them through: some lost, some overtaken by up to three. */
const network = fc.array(
  fc.record({
    isLost: fc.nat(9).map((n) => n === 0),
    delay: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
    ),
  }),
  { minLength: 1, maxLength: 50 },
);

type Network = readonly { readonly isLost: boolean; readonly delay: number }[];

function arrivals(fates: Network): { at: number; chunk: NumberedChunk }[] {
  return fates
    .map(({ isLost, delay }, i) => ({
      isLost,
      at: i + (delay && delay + 0.5),
      chunk: chunk(i + 1),
    }))
    .filter(({ isLost }) => !isLost)
    .sort((a, b) => a.at - b.at);
}

/** What should lie in the slots: nothing but the lost is missing. */
function expected(fates: Network): number[] {
  const slots = fates.map(({ isLost }, i) => isLost ? 0 : i + 1);
  while (slots.at(-1) === 0) slots.pop();
  return slots;
}

Deno.test("ChannelAssembly puts every chunk in its place, whatever is lost or overtaken", () => {
  fc.assert(
    fc.property(network, (fates) => {
      const { assembly: call, bytes, losses } = assembly(1);
      for (const { chunk } of arrivals(fates)) call.push(0, chunk);
      call.finish();
      assertEquals(slots(bytes), expected(fates));
      assertEquals([losses.lateChunks, losses.repeatedChunks], [0, 0]);
    }),
    { numRuns: 300 },
  );
});

Deno.test("ChannelAssembly keeps two channels aligned, whatever is lost or overtaken", () => {
  fc.assert(
    fc.property(network, network, (first, second) => {
      const { assembly: call, bytes } = assembly(2);
      const all = [first, second].flatMap((fates, channel) =>
        arrivals(fates).map((arrival) => ({ ...arrival, channel }))
      ).sort((a, b) => a.at - b.at);
      for (const { channel, chunk } of all) call.push(channel, chunk);
      call.finish();
      [first, second].forEach((fates, channel) => {
        const laid = slots(bytes, channel, 2);
        const wanted = expected(fates);
        assertEquals(laid.slice(0, wanted.length), wanted);
        assert(laid.slice(wanted.length).every((slot) => slot === 0));
      });
    }),
    { numRuns: 300 },
  );
});
