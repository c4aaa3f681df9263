/**
 * Times the stages of the signal path, in messages of 20 ms as a call sends
 * them, as multiples of real time on one core.
 *
 *     deno task bench            a table
 *     deno task bench --json     one JSON object
 */
import { FEATURES } from "../src/audio/feature_spec.ts";
import { createChannelSplitter } from "../src/audio/interleaved.ts";
import { Resampler } from "../src/audio/resampler.ts";
import { createSampleDecoder } from "../src/audio/sample_decoder.ts";
import { encodeSamples } from "../src/audio/sample_encoder.ts";
import {
  bytesPerSample,
  type SampleEncoding,
} from "../src/audio/sample_encoding.ts";
import { decodeWav, encodeWav } from "../src/audio/wav.ts";
import { FrontEnd } from "../src/stream/front_end.ts";
import { parseArgs } from "node:util";
import { print, runProgram } from "./_program.ts";

const USAGE = `
Usage: deno task bench [--json]

  --json   print one JSON object
`;

/** Audio of one run, long enough for a run to take milliseconds. */
const RUN_SECONDS = 10;
/** Runs before the clock counts, for the compiler, and runs of which the median is told. */
const WARM_RUNS = 5;
const TIMED_RUNS = 21;
const MESSAGES_PER_SECOND = 50;

/** One thing to time: `run` works through {@linkcode RUN_SECONDS} of audio. */
interface Stage {
  readonly name: string;
  readonly run: () => void;
}

interface Timing {
  readonly stage: string;
  /** Seconds of audio in a second of computing. */
  readonly timesRealTime: number;
  /** Computing for a second of audio. */
  readonly usPerSecond: number;
}

function stages(): Stage[] {
  return [
    decoding("pcm_s16le", 16_000),
    decoding("pcm_f32le", 16_000),
    decoding("mulaw", 8_000),
    decoding("alaw", 8_000),
    wavDecoding(16_000),
    ...[8_000, 11_025, 12_345, 24_000, 44_100, 48_000].map(resampling),
    logMel(),
    wholeFrontEnd("mulaw", 8_000, 1),
    wholeFrontEnd("pcm_s16le", 16_000, 1),
    wholeFrontEnd("pcm_f32le", 48_000, 2),
  ];
}

function decoding(encoding: SampleEncoding, rateHz: number): Stage {
  const messages = messagesOf(encoding, rateHz, 1);
  const decode = createSampleDecoder(encoding);
  return {
    name: `decode ${encoding}, ${rateHz} Hz`,
    run: () => messages.forEach((message) => decode(message)),
  };
}

function wavDecoding(rateHz: number): Stage {
  const samples = babble(RUN_SECONDS * rateHz);
  const file = encodeWav({ sampleRateHz: rateHz, channels: [samples] });
  return {
    name: `read a 16-bit WAV file, ${rateHz} Hz`,
    run: () => decodeWav(file),
  };
}

function resampling(fromHz: number): Stage {
  const samples = babble(RUN_SECONDS * fromHz);
  const resampler = new Resampler(fromHz, FEATURES.sampleRateHz);
  const messageSamples = fromHz / MESSAGES_PER_SECOND;
  return {
    name: `resample ${fromHz} to ${FEATURES.sampleRateHz} Hz`,
    run() {
      for (let at = 0; at < samples.length; at += messageSamples) {
        resampler.push(samples.subarray(at, at + messageSamples), () => {});
      }
    },
  };
}

function logMel(): Stage {
  const samples = babble(RUN_SECONDS * FEATURES.sampleRateHz);
  const frontEnd = new FrontEnd(FEATURES.sampleRateHz, FEATURES);
  return {
    name: "log-Mel rows",
    run: () => frontEnd.push(samples, () => {}),
  };
}

function wholeFrontEnd(
  encoding: SampleEncoding,
  rateHz: number,
  channelCount: number,
): Stage {
  const messages = messagesOf(encoding, rateHz, channelCount);
  const decode = createSampleDecoder(encoding);
  const split = createChannelSplitter(channelCount);
  const frontEnds = Array.from(
    { length: channelCount },
    () => new FrontEnd(rateHz, FEATURES),
  );
  return {
    name: `front end: ${encoding}, ${rateHz} Hz, channels: ${channelCount}`,
    run() {
      for (const message of messages) {
        split(decode(message)).forEach((samples, channel) =>
          frontEnds[channel]!.push(samples, () => {})
        );
      }
    },
  };
}

function messagesOf(
  encoding: SampleEncoding,
  rateHz: number,
  channelCount: number,
): Uint8Array[] {
  const samples = babble(RUN_SECONDS * rateHz * channelCount);
  const bytes = encodeSamples(encoding, samples);
  const messageBytes = rateHz / MESSAGES_PER_SECOND * channelCount *
    bytesPerSample(encoding);
  return Array.from(
    { length: RUN_SECONDS * MESSAGES_PER_SECOND },
    (_, i) => bytes.subarray(i * messageBytes, (i + 1) * messageBytes),
  );
}

/** Samples without a pattern; what they say does not change the time. */
function babble(count: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, i) => 0.1 * Math.sin(i * 0.05) + 0.1 * Math.sin(i * i * 0.001),
  );
}

function time({ name, run }: Stage): Timing {
  for (let i = 0; i < WARM_RUNS; i++) run();
  const runsMs = Array.from({ length: TIMED_RUNS }, () => {
    const startMs = performance.now();
    run();
    return performance.now() - startMs;
  });
  const medianMs = runsMs.sort((a, b) => a - b)[(TIMED_RUNS - 1) / 2]!;
  return {
    stage: name,
    timesRealTime: Math.round(RUN_SECONDS * 1000 / medianMs),
    usPerSecond: Math.round(medianMs * 1000 / RUN_SECONDS),
  };
}

function tableLine({ stage, timesRealTime, usPerSecond }: Timing): string {
  return stage.padEnd(48) + `${timesRealTime} x`.padStart(10) +
    `${usPerSecond} us/s`.padStart(14);
}

await runProgram(USAGE, () => {
  const { values } = parseArgs({ options: { json: { type: "boolean" } } });
  const timings = stages().map(time);
  const machine = { deno: Deno.version.deno, v8: Deno.version.v8 };
  if (values.json) print(JSON.stringify({ machine, frontEnd: timings }));
  else timings.forEach((timing) => print(tableLine(timing)));
  return Promise.resolve();
});
