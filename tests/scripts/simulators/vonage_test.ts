import { assertEquals } from "@std/assert";
import { vonage } from "../../../scripts/_simulators/vonage.ts";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import {
  assertRefused,
  assertUnclean,
  assertWindows,
  callOther,
  callServer,
  VOICES,
} from "./_calls.ts";

const SETTINGS = { mixedPurpose: "no-employee" } as const;
const [CUSTOMER, AGENT] = VOICES;
const MIXED = encodeSamples(
  "pcm_s16le",
  CUSTOMER!.map((sample, i) => sample + AGENT![i]!),
);
const FORMAT = {
  encoding: "pcm_s16le" as const,
  sampleRateHz: 16_000,
  channels: [{ role: "mixed" as const }],
};

Deno.test("vonage calls this server in both forms, and its windows are the native ones", async () => {
  for (const form of ["event", "old"]) {
    const call = await callServer("vonage", vonage, {
      options: { form },
      settings: SETTINGS,
    });
    assertEquals(call.passed, "150 of 150 messages, 3.0 s");
    await assertWindows(call, FORMAT, MIXED);
  }
});

Deno.test("vonage calls at every rate, at the pace of speech, with loss", async () => {
  for (const rate of ["8000", "24000"]) {
    const { sink } = await callServer("vonage", vonage, {
      options: { rate, roles: "mixed=customer" },
      rtf: 20,
    });
    assertEquals(sink.predictions.at(-1)!.endMs, 3_000);
    assertEquals(sink.predictions[0]!.role, "customer");
  }
  const { passed } = await callServer("vonage", vonage, {
    settings: SETTINGS,
    lossPercent: 10,
  });
  assertEquals(/^1[234]\d of 150/.test(passed), true, passed);
});

Deno.test("vonage does not call it clean if this server refuses the call", async () => {
  await assertRefused("vonage", vonage, [
    [{}, "closed with 1008 role_refused"],
    [{ settings: SETTINGS, credential: "wrong" }, "must open a socket"],
    [{ settings: SETTINGS, credential: undefined }, "must open a socket"],
    [{ options: { rate: "44100" } }, "rate must be one of 16000, 8000, 24000"],
    [{ options: { form: "new" } }, "form must be one of event, old"],
  ]);
});

Deno.test("vonage is as strict as Vonage", async () => {
  await assertUnclean(vonage, [
    [{ says: ["hello"] }, 'current value is "hello"'],
    [{ says: ['{"action":"stop"}'] }, '"clear"'],
    [
      { says: [new Uint8Array(320)] },
      "messages of 640 bytes: current value is 320",
    ],
    [{ closes: 1000 }, "closed with 1000"],
    [{ closes: 4000 }, "closed with 4000"],
  ]);
  await callOther(vonage, {
    says: ['{"action":"clear"}', new Uint8Array(640)],
  });
});
