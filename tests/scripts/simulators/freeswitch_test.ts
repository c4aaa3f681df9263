import { assertEquals } from "@std/assert";
import { freeswitch } from "../../../scripts/_simulators/freeswitch.ts";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import {
  assertRefused,
  assertUnclean,
  assertWindows,
  callOther,
  callServer,
  VOICES,
} from "./_calls.ts";

const [CUSTOMER, AGENT] = VOICES.map((voice) =>
  encodeSamples("pcm_s16le", voice)
);
const rate = "16000";
const FORMAT = {
  encoding: "pcm_s16le" as const,
  sampleRateHz: 16_000,
  channels: [{ role: "customer" as const }],
};

for (
  const [module, told] of [
    ["mod_audio_stream", "url"],
    ["mod_audio_fork", "metadata"],
  ] as const
) {
  Deno.test(`freeswitch calls this server by ${module}, told in the ${told}, and its windows are the native ones`, async () => {
    const mono = await callServer("freeswitch", freeswitch, {
      options: { module, told, rate },
    });
    assertEquals(mono.passed, "150 of 150 messages, 3.0 s");
    await assertWindows(mono, FORMAT, CUSTOMER!);
    const roles = "left=agent,right=customer";
    const stereo = await callServer("freeswitch", freeswitch, {
      options: { module, told, rate, mix: "stereo", roles },
    });
    await assertWindows(stereo, FORMAT, AGENT!);
  });
}

Deno.test("freeswitch has silence for an agent that no recording has", async () => {
  const { sink } = await callServer("freeswitch", freeswitch, {
    audio: { sampleRateHz: 16_000, channels: [VOICES[0]!] },
    options: { rate, mix: "stereo" },
    settings: { agentPurpose: "safety" },
  });
  const states = sink.predictions.filter(({ role }) => role === "agent")
    .map(({ state }) => state);
  assertEquals(new Set(states), new Set(["no_speech"]));
});

Deno.test("freeswitch does not call it clean if this server refuses the call", async () => {
  const fork = { module: "mod_audio_fork" };
  await assertRefused("freeswitch", freeswitch, [
    [{ options: { mix: "mixed" } }, "closed with 1008 role_refused"],
    [{ credential: "wrong" }, "must open a socket"],
    [{ options: fork, credential: "wrong" }, "must open a socket"],
    [{ options: { mix: "quad" } }, "mix must be one of mono, mixed, stereo"],
  ]);
});

Deno.test("freeswitch is as strict as its modules", async () => {
  const options = { module: "mod_audio_fork" };
  const protocol = "audio.drachtio.org";
  await assertUnclean(freeswitch, [
    [{ options }, 'must agree to "audio.drachtio.org"'],
    [
      { options, protocol, says: ['{"type":"prediction"}'] },
      "a type that mod_audio_fork knows",
    ],
    [
      { options, protocol, says: ["hello"] },
      "a type that mod_audio_fork knows",
    ],
    [{ options, protocol, says: [new Uint8Array(320)] }, "320 bytes"],
    [{ says: [new Uint8Array(320)] }, "text alone"],
    [{ closes: 1001 }, "closed with 1001"],
  ]);
  await callOther(freeswitch, { says: ["anything"] });
  await callOther(freeswitch, { options, protocol, says: ['{"type":"json"}'] });
});
