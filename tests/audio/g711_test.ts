import { assertEquals } from "@std/assert";
import { decodeG711, encodeG711 } from "../../src/audio/g711.ts";
import { golden, numbers } from "./_golden.ts";

const LAWS = ["mulaw", "alaw"] as const;
const CODES = Uint8Array.from({ length: 256 }, (_, code) => code);
const INTEGERS = Array.from({ length: 65_536 }, (_, i) => i - 32_768);

function decoded(law: typeof LAWS[number], codes: Uint8Array): Float32Array {
  const samples = new Float32Array(codes.length);
  decodeG711(law, codes, samples);
  return samples;
}

function encoded(law: typeof LAWS[number], samples: Float32Array): Uint8Array {
  const codes = new Uint8Array(samples.length);
  encodeG711(law, samples, codes);
  return codes;
}

/** The code that the golden run of `linear` has, for every 16-bit integer. */
function goldenCodes(law: typeof LAWS[number]): Uint8Array {
  const firsts = numbers(golden.g711[law].runs.first);
  const codes = numbers(golden.g711[law].runs.code);
  let run = -1;
  return Uint8Array.from(INTEGERS, (linear) => {
    if (linear === firsts[run + 1]) run++;
    return codes[run]!;
  });
}

for (const law of LAWS) {
  Deno.test(`decodeG711() gives CPython's value for every ${law} code`, () => {
    assertEquals(
      [...decoded(law, CODES)].map((x) => x * 32_768),
      numbers(golden.g711[law].decoded),
    );
  });

  Deno.test(`encodeG711() gives CPython's ${law} code for every 16-bit integer`, () => {
    const samples = Float32Array.from(INTEGERS, (linear) => linear / 32_768);
    assertEquals(encoded(law, samples), goldenCodes(law));
  });

  Deno.test(`encodeG711() clips what is beyond full scale of ${law}`, () => {
    assertEquals(
      encoded(law, Float32Array.of(5, -5)),
      encoded(law, Float32Array.of(32_767 / 32_768, -1)),
    );
  });
}

Deno.test("A-law codes come back from their own values", () => {
  assertEquals(encoded("alaw", decoded("alaw", CODES)), CODES);
});

Deno.test("Mu-law codes come back from their own values, but for the negative zero", () => {
  const expected = CODES.map((code) => code === 0x7f ? 0xff : code);
  assertEquals(encoded("mulaw", decoded("mulaw", CODES)), expected);
});

Deno.test("Mu-law has a zero, and A-law the half steps beside it", () => {
  assertEquals(decoded("mulaw", Uint8Array.of(0xff)), Float32Array.of(0));
  assertEquals(
    decoded("alaw", Uint8Array.of(0xd5, 0x55)),
    Float32Array.of(8 / 32_768, -8 / 32_768),
  );
});
