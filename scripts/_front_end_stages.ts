/**
 * What the signal path costs, in messages of 20 ms as a call sends them: stages
 * for the bench.
 *
 * @module
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
import { babble, RUN_SECONDS, type Stage } from "./_stage.ts";

const MESSAGES_PER_SECOND = 50;

/** From bytes to rows, stage by stage and all together. */
export function frontEndStages(): Stage[] {
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
    run: () => void decodeWav(file),
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
