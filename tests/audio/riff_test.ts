import { assertEquals, assertThrows } from "@std/assert";
import { createRiff, readRiff } from "../../src/audio/riff.ts";
import { bytesOf, wavOf } from "./_wav.ts";

const DATA = Uint8Array.of(1, 2, 3, 4, 5, 6);
const UNKNOWN = 0xffff_ffff;

Deno.test("readRiff() finds format and samples", () => {
  const { format, data } = readRiff(wavOf({ channelCount: 2, data: DATA }));
  assertEquals(format, {
    tag: 1,
    channelCount: 2,
    sampleRateHz: 8_000,
    blockBytes: 4,
    bitsPerSample: 16,
  });
  assertEquals([...data], [...DATA]);
});

Deno.test("readRiff() reads at any offset of a buffer", () => {
  const file = wavOf({ data: DATA });
  const shifted = new Uint8Array(file.length + 3);
  shifted.set(file, 3);
  assertEquals([...readRiff(shifted.subarray(3)).data], [...DATA]);
});

Deno.test("readRiff() skips chunks around the samples, odd ones with their padding", () => {
  const file = wavOf({
    between: [["LIST", Uint8Array.of(1, 2, 3)], ["fact", new Uint8Array(4)]],
    data: DATA.subarray(0, 5),
    after: [["LIST", new Uint8Array(8)]],
  });
  assertEquals([...readRiff(file).data], [1, 2, 3, 4, 5]);
});

Deno.test("readRiff() looks at a thousand chunks for the samples, and at no more", () => {
  const empty = new Uint8Array();
  const file = (count: number) =>
    wavOf({ between: Array(count).fill(["LIST", empty]), data: DATA });
  // The format comes first, the samples are the last to be looked at.
  assertEquals([...readRiff(file(998)).data], [...DATA]);
  assertThrows(() => readRiff(file(999)), SyntaxError, "the first 1000");
});

Deno.test("readRiff() takes the tag of an extensible format from its extension", () => {
  const guidRest = [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113];
  const formatExtension = [22, 0, 16, 0, 4, 0, 0, 0, 3, 0, ...guidRest];
  const { format } = readRiff(wavOf({ tag: 0xfffe, formatExtension }));
  assertEquals(format.tag, 3);
});

Deno.test("readRiff() keeps the tag of an extensible format without extension", () => {
  assertEquals(readRiff(wavOf({ tag: 0xfffe })).format.tag, 0xfffe);
});

for (
  const [dataSize, riffSize] of [[UNKNOWN, UNKNOWN], [0, 0], [0, UNKNOWN], [
    UNKNOWN,
    0,
  ]]
) {
  Deno.test(`readRiff() takes the rest of a file with sizes ${dataSize} and ${riffSize}`, () => {
    const file = wavOf({
      data: DATA,
      dataSize: dataSize!,
      riffSize: riffSize!,
    });
    assertEquals([...readRiff(file).data], [...DATA]);
  });
}

Deno.test("readRiff() believes a size of 0 if the file's own size is right", () => {
  const file = wavOf({ data: new Uint8Array(0), after: [["LIST", DATA]] });
  assertEquals(readRiff(file).data.length, 0);
});

Deno.test("readRiff() cares for no other wrong size of the file", () => {
  assertEquals([...readRiff(wavOf({ data: DATA, riffSize: 7 })).data], [
    ...DATA,
  ]);
});

Deno.test("readRiff() refuses a file whose end is missing", () => {
  const file = wavOf({ data: DATA });
  assertThrows(
    () => readRiff(file.subarray(0, -2)),
    SyntaxError,
    `Cannot read WAV as all 6 bytes of "data" must be there: current value is 4 bytes`,
  );
});

Deno.test("readRiff() refuses a header that claims 2 GB", () => {
  assertThrows(
    () => readRiff(wavOf({ data: DATA, dataSize: 2 ** 31 })),
    SyntaxError,
    "all 2147483648 bytes",
  );
  const list = wavOf({ data: DATA });
  list.set(bytesOf(2 ** 31, 4), 16); // of "fmt ", so that nothing follows it
  assertThrows(() => readRiff(list), SyntaxError, `must be a chunk "data"`);
});

Deno.test("readRiff() refuses a file that is cut within its header", () => {
  const file = wavOf({ data: DATA });
  for (let length = 0; length < 44; length++) {
    assertThrows(() => readRiff(file.subarray(0, length)), SyntaxError);
  }
});

Deno.test("readRiff() refuses what is no WAV file", () => {
  const refused: [string, Uint8Array][] = [
    ["must not be empty", new Uint8Array(0)],
    [
      `current value is "hello\\nworld!"`,
      new TextEncoder().encode("hello\nworld!!"),
    ],
    [
      `begin with "RIFF" and "WAVE"`,
      new TextEncoder().encode("RIFF1234AVI LIST"),
    ],
    [`begin with "RIFF" and "WAVE"`, new TextEncoder().encode("RIFF")],
    [`must be a chunk "data"`, wavOf({}).subarray(0, 36)],
    [`must be a chunk "data"`, new TextEncoder().encode("RIFF1234WAVE")],
  ];
  for (const [message, bytes] of refused) {
    assertThrows(() => readRiff(bytes), SyntaxError, message);
  }
});

Deno.test("readRiff() refuses samples before a format", () => {
  const file = wavOf({ data: DATA });
  const moved = new Uint8Array([...file.subarray(0, 12), ...file.subarray(36)]);
  assertThrows(() => readRiff(moved), SyntaxError, `"fmt " must come before`);
});

Deno.test("readRiff() refuses a format of fewer than 16 bytes", () => {
  const file = wavOf({ data: DATA });
  file[16] = 14;
  assertThrows(() => readRiff(file), SyntaxError, "current value is 14 bytes");
});

Deno.test("createRiff() writes what readRiff() reads", () => {
  const format = {
    tag: 3,
    channelCount: 2,
    sampleRateHz: 44_100,
    bitsPerSample: 32,
    blockBytes: 8,
  };
  const read = readRiff(createRiff(format, DATA));
  assertEquals(read.format, format);
  assertEquals([...read.data], [...DATA]);
});

Deno.test("createRiff() is byte for byte the file of the standard", () => {
  const file = wavOf({ data: DATA });
  assertEquals(createRiff(readRiff(file).format, DATA), file);
});
