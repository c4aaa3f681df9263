import { assertEquals, assertThrows } from "@std/assert";
import { ProtocolError } from "../../../src/protocol/protocol_error.ts";
import { createChannelPicker } from "../../../src/session/wires/channel_picker.ts";

const STEREO = Uint8Array.of(1, 101, 2, 102, 3, 103);

Deno.test("createChannelPicker() takes one channel of two", () => {
  const [first, second] = [0, 1].map((place) =>
    createChannelPicker("mulaw", 2, [{ place }])(STEREO)
  );
  assertEquals([...first!], [1, 2, 3]);
  assertEquals([...second!], [101, 102, 103]);
});

Deno.test("createChannelPicker() keeps the bytes of a sample together", () => {
  const pick = createChannelPicker("pcm_s16le", 2, [{ place: 1 }]);
  assertEquals([...pick(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))], [3, 4, 7, 8]);
});

Deno.test("createChannelPicker() passes bytes on if every channel is analysed", () => {
  const pick = createChannelPicker("mulaw", 2, [{ place: 0 }, { place: 1 }]);
  assertEquals(pick(STEREO), STEREO);
});

Deno.test("createChannelPicker() refuses half a moment", () => {
  const pick = createChannelPicker("mulaw", 2, [{ place: 0 }]);
  const { code } = assertThrows(
    () => pick(STEREO.subarray(1)),
    ProtocolError,
    "2 bytes each: current value is 5 bytes",
  );
  assertEquals(code, "bad_audio");
});
