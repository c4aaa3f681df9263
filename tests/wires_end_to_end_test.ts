/** A phone platform's call as a stranger makes it: own processes, real sockets, the shipped model. */
import { startProgram } from "./_program.ts";
import { assert, assertEquals } from "@std/assert";
import { encodeWav } from "../src/audio/wav.ts";
import type { Prediction } from "../src/protocol/native/messages.ts";
import { runScript } from "./scripts/_programs.ts";
import { concat, silence, speechLike } from "./session/_signals.ts";

const RATE_HZ = 8_000;
const RECORDING = {
  sampleRateHz: RATE_HZ,
  channels: [concat(speechLike(5, RATE_HZ), silence(1, RATE_HZ))],
};

/** Starts main.ts, hands over its address, stops it, and gives back its log. */
async function serverLog(
  env: Record<string, string>,
  work: (address: string) => Promise<void>,
): Promise<string[]> {
  const server = await startProgram({ RECORDS: "off", ...env });
  try {
    await work(new URL(server.httpUrl).host);
  } finally {
    assertEquals(await server.stop(), 0);
  }
  return server.said().trim().split("\n");
}

function timeless({ bufferedMs: _, ...prediction }: Prediction) {
  return prediction;
}

/** What each platform's server and simulator are told. */
const CALLS: readonly [string, Record<string, string>, readonly string[]][] = [
  ["twilio", { TWILIO_AUTH_TOKEN: "a token" }, ["--secret=a token"]],
  ["plivo", { PLIVO_AUTH_TOKEN: "a token" }, ["--secret=a token"]],
  ["audiohook", {
    AUDIOHOOK_API_KEY: "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh",
    AUDIOHOOK_CLIENT_SECRET: "TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU=",
  }, ["--secret=TXlTdXBlclNlY3JldEtleVRlbGxOby0xITJAMyM0JDU="]],
];

for (const [platform, env, flags] of CALLS) {
  Deno.test(`a call of ${platform} is heard, logged and answered as the same recording posted`, async () => {
    const file = await Deno.makeTempFile({ suffix: ".wav" });
    try {
      const wav = encodeWav(RECORDING);
      await Deno.writeFile(file, wav);
      const posted: Prediction[] = [];
      const log = await serverLog({
        WIRES: platform,
        ...env,
        PUBLIC_ORIGIN: "wss://voice.example.com",
        PREDICTION_LOG: "1",
      }, async (address) => {
        const response = await fetch(`http://${address}/v1/classify`, {
          method: "POST",
          body: wav,
        });
        posted.push(...(await response.json()).predictions);
        const { code, errors } = await runScript("simulate", [
          file,
          `--platform=${platform}`,
          `--url=ws://${address}`,
          ...flags,
          "--origin=wss://voice.example.com",
          "--rtf=0",
        ]);
        assertEquals([code, errors], [0, ""]);
      });
      const events = log.map((line) => JSON.parse(line))
        .filter(({ event }) => /^call_|^prediction$/.test(event));
      assertEquals(events[0].event, "call_started");
      assertEquals(events.at(-1).event, "call_ended");
      const predictions: Prediction[] = events
        .filter(({ event }) => event === "prediction");
      assertEquals(
        predictions.map(({ startMs, endMs }) => [startMs, endMs]),
        posted.map(({ startMs, endMs }) => [startMs, endMs]),
      );
      const agreeing = predictions.map(timeless)
        .filter(({ label }, i) => label === posted[i]!.label);
      assert(
        agreeing.length >= 0.9 * posted.length,
        `${agreeing.length} of ${posted.length} windows agree after mu-law`,
      );
      for (const secret of Object.values(env)) {
        assert(!log.join().includes(secret));
      }
    } finally {
      await Deno.remove(file);
    }
  });
}

Deno.test("many calls are timed as a subscriber hears them, to the end of each", async () => {
  const file = await Deno.makeTempFile({ suffix: ".wav" });
  try {
    await Deno.writeFile(file, encodeWav(RECORDING));
    await serverLog({ WIRES: "twilio", WIRE_AUTH: "none" }, async (address) => {
      const { output, errors } = await runScript("simulate", [
        file,
        "--platform=twilio",
        `--url=http://${address}`,
        "--calls=3",
        "--ramp=0.1",
        "--rtf=2",
        "--latency",
        "--json",
      ]);
      const { calls, rampMs, passed, latency } = JSON.parse(output || errors);
      assertEquals([calls, rampMs], [3, 100]);
      assertEquals(passed.length, 1);
      assertEquals([latency.followed, latency.skipped], [3, 0]);
      assertEquals(latency.predictions % 3, 0);
      assert(latency.predictions > 3 * 8, `${latency.predictions} predictions`);
      assert(latency.latencyMs.p99 > 0);
    });
  } finally {
    await Deno.remove(file);
  }
});
