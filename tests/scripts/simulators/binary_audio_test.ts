import { assertEquals } from "@std/assert";
import { binaryMessages } from "../../../scripts/_simulators/binary_audio.ts";

const VOICES = [
  Float32Array.of(0.25, 0.5, 0.25),
  Float32Array.of(-0.5, -0.5, 0.25),
];
const MANNER = {
  encoding: "pcm_s16le",
  sampleRateHz: 8_000,
  messageMs: 0.25, // two samples
} as const;

/** Samples of each message in 32nds of full scale, and when it is due. */
function messages(
  mix: "doubled" | "mixed" | "mono" | "stereo",
  channels = VOICES,
) {
  return binaryMessages({ sampleRateHz: 8_000, channels }, { ...MANNER, mix })
    .map(({ atMs, message }) => [
      atMs,
      ...new Int16Array((message as Uint8Array<ArrayBuffer>).buffer)
        .map((step) => step / 1_024),
    ]);
}

Deno.test("binaryMessages() cuts a voice, and fills the last message up", () => {
  assertEquals(messages("mono"), [[0.25, 8, 16], [0.5, 8, 0]]);
});

Deno.test("binaryMessages() mixes, interleaves and doubles voices", () => {
  assertEquals(messages("mixed"), [[0.25, -8, 0], [0.5, 16, 0]]);
  assertEquals(messages("stereo"), [[0.25, 8, -16, 16, -16], [
    0.5,
    8,
    8,
    0,
    0,
  ]]);
  assertEquals(messages("doubled"), [[0.25, 8, 8, 16, 16], [0.5, 8, 8, 0, 0]]);
});

Deno.test("binaryMessages() takes a recording without an agent", () => {
  const alone = [VOICES[0]!];
  assertEquals(messages("mixed", alone), messages("mono"));
  assertEquals(messages("stereo", alone), [[0.25, 8, 0, 16, 0], [
    0.5,
    8,
    0,
    0,
    0,
  ]]);
});

Deno.test("binaryMessages() resamples and encodes", () => {
  const [message] = binaryMessages(
    { sampleRateHz: 8_000, channels: [new Float32Array(160)] },
    { encoding: "mulaw", sampleRateHz: 16_000, mix: "mono", messageMs: 20 },
  );
  assertEquals(new Set(message!.message as Uint8Array), new Set([0xff]));
  assertEquals(message!.message.length, 320);
});
