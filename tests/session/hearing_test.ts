/**
 * The law of a resumed call: taken up from any mark, at any rate, it goes on as one
 * that was never cut.
 */
import { assert, assertEquals } from "@std/assert";
import { interleave } from "../../src/audio/interleaved.ts";
import { encodeSamples } from "../../src/audio/sample_encoder.ts";
import type { Prediction } from "../../src/protocol/native/messages.ts";
import {
  type AudioFormat,
  bytesPerTick,
} from "../../src/session/audio_format.ts";
import type { CallMark } from "../../src/session/hearing.ts";
import type { SessionModel } from "../../src/session/scoring.ts";
import { Session } from "../../src/session/session.ts";
import type { SessionReport } from "../../src/session/session_deps.ts";
import { fakeDeps, fakeModel, timeless } from "./_fakes.ts";
import { concat, silence, speechLike } from "./_signals.ts";

interface Heard {
  readonly predictions: Prediction[];
  readonly marks: CallMark[];
  readonly report: SessionReport;
}

/** Hears a call to its end, from a mark on if there is one. */
async function hear(
  format: AudioFormat,
  audio: Uint8Array,
  { mark, model = fakeModel() }: { mark?: CallMark; model?: SessionModel } = {},
): Promise<Heard> {
  const predictions: Prediction[] = [];
  const marks: CallMark[] = [];
  const session: Session = new Session(format, fakeDeps(model), {
    onPrediction: (prediction) => predictions.push(prediction),
    onFault: (fault) => {
      throw fault;
    },
    onAnswered: () => marks.push(JSON.parse(JSON.stringify(session.mark()))),
  }, { takenUp: mark && { mark, elapsedMs: 5_000 } });
  session.push(audio.slice((mark?.fromSample ?? 0) * bytesPerTick(format)));
  const report = await new Promise<SessionReport>((done) =>
    session.finish(done)
  );
  return { predictions, marks, report };
}

/** Two voices that take turns, with a pause of both, and half a window at the end. */
function dialogue(format: AudioFormat): Uint8Array {
  const { sampleRateHz: hz, channels, encoding } = format;
  const customer = concat(
    speechLike(2.1, hz),
    silence(2.3, hz),
    speechLike(3.17, hz, { pitchHz: 120, seed: 2 }),
  );
  if (channels.length === 1) return encodeSamples(encoding, customer);
  const agent = speechLike(customer.length / hz, hz, { pitchHz: 210, seed: 3 });
  return encodeSamples(encoding, interleave([customer, agent]));
}

function close(heard: readonly Prediction[], uncut: readonly Prediction[]) {
  const exact = (predictions: readonly Prediction[]) =>
    timeless(predictions).map(({ posterior: _, confidence: __, ...rest }) =>
      rest
    );
  assertEquals(exact(heard), exact(uncut));
  heard.forEach(({ posterior }, i) => {
    for (const [label, probability] of Object.entries(posterior ?? {})) {
      const difference = Math.abs(probability - uncut[i]!.posterior![label]!);
      assert(difference <= 2e-6, `${label} differs by ${difference}`);
    }
  });
}

const RATES = [
  8_000,
  11_025,
  12_000,
  16_000,
  22_050,
  24_000,
  32_000,
  44_100,
  48_000,
  8_001,
  47_999,
];
const ENCODINGS = ["mulaw", "alaw", "pcm_s16le", "pcm_f32le"] as const;

RATES.forEach((sampleRateHz, i) => {
  for (const channelCount of [1, 2]) {
    const encoding = ENCODINGS[(i + channelCount) % ENCODINGS.length]!;
    Deno.test(`a call of ${channelCount} channels at ${sampleRateHz} Hz, ${encoding}, goes on from any mark as if it had not been cut`, async () => {
      const channels = [{ role: "customer" }, { role: "agent" }] as const;
      const format = {
        encoding,
        sampleRateHz,
        channels: channels.slice(0, channelCount),
      };
      const audio = dialogue(format);
      const uncut = await hear(format, audio);
      assertEquals(uncut.marks.length, 14);
      assert(uncut.predictions.some(({ label }) => label !== null));
      // The first window, growing ones, whole ones within speech and within the pause, the last.
      for (const at of [0, 3, 5, 8, 11, 13]) {
        const mark = uncut.marks[at]!;
        const rest = await hear(format, audio, { mark });
        close(
          rest.predictions,
          uncut.predictions.filter(({ index }) => index >= mark.index),
        );
        assertEquals(rest.report.totals, uncut.report.totals);
        rest.report.summary.forEach((summary, channel) => {
          const { posterior: _, confidence: __, ...exact } = summary;
          const { posterior: ___, confidence: ____, ...other } = uncut.report
            .summary[channel]!;
          assertEquals(exact, other);
        });
      }
    });
  }
});
