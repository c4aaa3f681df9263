import { assert, assertEquals } from "@std/assert";
import { binaryMessages } from "../../../scripts/_simulators/binary_audio.ts";
import { oncePerRecording } from "../../../scripts/_simulators/once_per_recording.ts";
import { speechLike } from "../../session/_signals.ts";

const RECORDING = { sampleRateHz: 8_000, channels: [speechLike(1, 8_000)] };

Deno.test("oncePerRecording() makes a thing once for each recording and manner", () => {
  let made = 0;
  const make = oncePerRecording((_audio, { rate }: { rate: number }) => {
    made++;
    return rate;
  });
  const other = { ...RECORDING };
  assertEquals([make(RECORDING, { rate: 1 }), make(RECORDING, { rate: 2 })], [
    1,
    2,
  ]);
  for (let call = 0; call < 200; call++) make(RECORDING, { rate: 1 });
  assertEquals(made, 2);
  make(other, { rate: 1 });
  assertEquals(made, 3);
});

Deno.test("binaryMessages() are the same ones for all calls of a recording", () => {
  const manner = {
    encoding: "mulaw",
    sampleRateHz: 8_000,
    mix: "mono",
    messageMs: 20,
  } as const;
  const messages = binaryMessages(RECORDING, manner);
  assert(binaryMessages(RECORDING, { ...manner }) === messages);
  assertEquals(
    binaryMessages(RECORDING, { ...manner, messageMs: 40 }).length,
    messages.length / 2,
  );
});
