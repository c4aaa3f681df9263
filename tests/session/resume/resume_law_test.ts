/**
 * The law of resuming: a call whose socket is cut a thousand times, anywhere, on
 * one instance and another, is answered as one that never was.
 */
import { assert, assertEquals } from "@std/assert";
import { interleave } from "../../../src/audio/interleaved.ts";
import { encodeSamples } from "../../../src/audio/sample_encoder.ts";
import type { Prediction } from "../../../src/protocol/native/messages.ts";
import type { AudioFormat } from "../../../src/session/audio_format.ts";
import { RESUME_GRACE_MS } from "../../../src/session/limits.ts";
import { runSession, timeless } from "../_fakes.ts";
import { concat, noise, silence, speechLike } from "../_signals.ts";
import { type Chance, CutCall, Instance } from "./_cut_call.ts";

const CUSTOMER = { role: "customer" } as const;
const AGENT = { role: "agent" } as const;
const FORMATS: readonly AudioFormat[] = [
  { encoding: "mulaw", sampleRateHz: 8_000, channels: [CUSTOMER] },
  { encoding: "pcm_s16le", sampleRateHz: 16_000, channels: [CUSTOMER, AGENT] },
  { encoding: "alaw", sampleRateHz: 11_025, channels: [CUSTOMER, AGENT] },
  { encoding: "pcm_f32le", sampleRateHz: 24_000, channels: [CUSTOMER] },
];
const CUTS_OF_A_FORMAT = 250;

function audioOf({ encoding, sampleRateHz, channels }: AudioFormat) {
  const customer = concat(
    speechLike(1.9, sampleRateHz),
    silence(1.5, sampleRateHz),
    speechLike(1.71, sampleRateHz, { pitchHz: 120, seed: 2 }),
  );
  const agent = speechLike(6, sampleRateHz, { pitchHz: 210, seed: 3 });
  const voices = [customer, agent.subarray(0, customer.length)];
  return encodeSamples(encoding, interleave(voices.slice(0, channels.length)));
}

function chanceOf(seed: number): Chance {
  const random = noise(seed);
  return (count) => Math.floor((random() + 1) / 2 * count);
}

/** By channel and window, without what rounding may change. */
function exact(predictions: readonly Prediction[]) {
  return timeless(predictions)
    .toSorted((a, b) => a.index - b.index || a.channel - b.channel)
    .map(({ posterior: _, confidence: __, ...rest }) => rest);
}

function assertPosteriors(
  heard: readonly Prediction[],
  uncut: readonly Prediction[],
): void {
  for (const { channel, index, posterior } of heard) {
    const same = uncut.find((other) =>
      other.channel === channel && other.index === index
    );
    for (const [label, value] of Object.entries(posterior ?? {})) {
      const difference = Math.abs(value - same!.posterior![label]!);
      assert(difference <= 2e-6, `window ${index} differs by ${difference}`);
    }
  }
}

for (const format of FORMATS) {
  const { encoding, sampleRateHz, channels } = format;
  Deno.test(`a call of ${channels.length} channels, ${encoding} at ${sampleRateHz} Hz, is answered as if it had not been cut, ${CUTS_OF_A_FORMAT} cuts`, async () => {
    const audio = audioOf(format);
    const uncut = await runSession(format, [audio]);
    assertEquals(uncut.predictions.length, 10 * channels.length);
    let cutCount = 0;
    for (let seed = 1; cutCount < CUTS_OF_A_FORMAT; seed++) {
      const chance = chanceOf(seed * 7_919 + sampleRateHz);
      const instances = [new Instance("a"), new Instance("b")];
      const call = new CutCall(format, audio, { instances, chance });
      await call.run(Math.min(1 + chance(12), CUTS_OF_A_FORMAT - cutCount));
      cutCount += call.cutCount;

      assertEquals(exact(call.predictions), exact(uncut.predictions));
      assertPosteriors(call.predictions, uncut.predictions);
      assertEquals(call.closed?.totals, uncut.report?.totals);
      assertTold(instances, call.sessionId!, uncut.predictions);
    }
    assertEquals(cutCount, CUTS_OF_A_FORMAT);
  });
}

/** Those who hear of calls hear of every window, and of one end that is not taken back. */
function assertTold(
  instances: readonly Instance[],
  sessionId: string,
  uncut: readonly Prediction[],
): void {
  for (const { clock, resumption: { calls } } of instances) {
    clock.nowMs += RESUME_GRACE_MS + 1;
    calls.tick();
    assertEquals(calls.waitingCount, 0);
  }
  const told = instances.flatMap(({ sink }) => sink.told)
    .filter(({ call }) => call.sessionId === sessionId);
  const windows = new Set(
    told.flatMap(({ prediction: p }) => p ? [`${p.channel} ${p.index}`] : []),
  );
  assertEquals(windows.size, uncut.length);
  const generation = Math.max(...told.map(({ call }) => call.generation));
  const last = told.filter(({ call }) => call.generation === generation);
  assertEquals(last.at(-1)?.end?.reason, "client_close");
  assertEquals(last.filter(({ end }) => end).length, 1);
}
