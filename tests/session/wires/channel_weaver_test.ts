import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ChannelWeaver } from "../../../src/session/wires/channel_weaver.ts";

fc.configureGlobal({ seed: 2_026 });

function weave(
  sampleBytes: number,
  pushes: readonly (readonly [number, readonly number[]])[],
  channelCount = 2,
): number[] {
  const woven: number[] = [];
  const weaver = new ChannelWeaver(
    channelCount,
    sampleBytes,
    (bytes) => woven.push(...bytes),
  );
  for (const [channel, bytes] of pushes) {
    weaver.push(channel, Uint8Array.from(bytes));
  }
  return woven;
}

Deno.test("ChannelWeaver gives out what every channel has", () => {
  assertEquals(weave(1, [[0, [1, 2, 3]]]), []);
  assertEquals(weave(1, [[0, [1, 2, 3]], [1, [11, 12]]]), [1, 11, 2, 12]);
  assertEquals(
    weave(1, [[0, [1, 2, 3]], [1, [11, 12]], [1, [13, 14]], [0, [4]]]),
    [1, 11, 2, 12, 3, 13, 4, 14],
  );
});

Deno.test("ChannelWeaver keeps the bytes of a sample together", () => {
  assertEquals(
    weave(2, [[1, [11, 12, 13, 14]], [0, [1, 2]], [0, [3, 4]]]),
    [1, 2, 11, 12, 3, 4, 13, 14],
  );
});

Deno.test("ChannelWeaver passes one channel through", () => {
  assertEquals(weave(2, [[0, [1, 2]], [0, [3, 4]]], 1), [1, 2, 3, 4]);
});

Deno.test("ChannelWeaver gives the same however the channels are cut", () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 40 });
  fc.assert(
    fc.property(cuts, cuts, fc.infiniteStream(fc.nat(1)), (a, b, turns) => {
      const bytes = [0, 1].map((channel) =>
        Array.from({ length: 60 }, (_, i) => 100 * channel + i)
      );
      const left = [[...a], [...b]];
      const at = [0, 0];
      const pushes: [number, number[]][] = [];
      while (at[0]! < 60 || at[1]! < 60) {
        const turn = turns.next().value as 0 | 1;
        const channel = at[turn]! < 60 ? turn : 1 - turn;
        const size = left[channel]!.shift() ?? 60;
        pushes.push([
          channel,
          bytes[channel]!.slice(at[channel], at[channel]! + size),
        ]);
        at[channel]! += size;
      }
      assertEquals(
        weave(1, pushes),
        bytes[0]!.flatMap((byte, i) => [byte, bytes[1]![i]!]),
      );
    }),
  );
});
