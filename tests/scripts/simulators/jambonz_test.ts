import { assertEquals } from "@std/assert";
import { jambonz } from "../../../scripts/_simulators/jambonz.ts";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import {
  assertRefused,
  assertUnclean,
  assertWindows,
  callOther,
  callServer,
  VOICES,
} from "./_calls.ts";

const FORMAT = {
  encoding: "pcm_s16le" as const,
  sampleRateHz: 16_000,
  channels: [{ role: "customer" as const }],
};
const rate = "16000";

Deno.test("jambonz calls this server, and its windows are the native ones", async () => {
  const [customer, agent] = VOICES.map((voice) =>
    encodeSamples("pcm_s16le", voice)
  );
  const mono = await callServer("jambonz", jambonz, { options: { rate } });
  assertEquals(mono.passed, "150 of 150 messages, 3.0 s");
  assertEquals(
    mono.sink.calls[0]!.callId,
    "9fb35c28-9688-4531-943c-e280b04f3adf",
  );
  await assertWindows(mono, FORMAT, customer!);
  const stereo = await callServer("jambonz", jambonz, {
    options: { rate, mix: "stereo", roles: "left=agent,right=customer" },
  });
  await assertWindows(stereo, FORMAT, agent!);
});

Deno.test("jambonz does not call it clean if this server refuses the call", async () => {
  await assertRefused("jambonz", jambonz, [
    [{ options: { mix: "mixed" } }, "closed with 1008 role_refused"],
    [{ credential: "wrong" }, "must open a socket"],
    [{ options: { rate: "11025" } }, "rate must be one of 8000"],
  ]);
});

Deno.test("jambonz is as strict as jambonz", async () => {
  const protocol = "audio.jambonz.org";
  await assertUnclean(jambonz, [
    [{}, 'must agree to "audio.jambonz.org"'],
    [
      { protocol, says: ['{"type":"prediction"}'] },
      "a type that mod_audio_fork knows",
    ],
    [{ protocol, says: [new Uint8Array(2)] }, "2 bytes"],
    [{ protocol, closes: 1000 }, "must not hang up"],
  ]);
  await callOther(jambonz, { protocol, says: ['{"type":"disconnect"}'] });
});
