/**
 * WAV files, whole: decoded into channels, encoded from them.
 *
 * @module
 */
import { decodeG711, type G711Law } from "./g711.ts";
import { createChannelSplitter, interleave } from "./interleaved.ts";
import { encodePcm16, firstImpossible, MAX_AMPLITUDE } from "./pcm.ts";
import { MAX_RATE_HZ, MIN_RATE_HZ } from "./resampler.ts";
import {
  createRiff,
  readRiff,
  refusal,
  WAV_TAG,
  type WavFormat,
} from "./riff.ts";
// @ts-types="./wav_decoder.d.ts"
import wavDecoder from "wav-decoder";

/** Sound as a file holds it. */
export interface Audio {
  readonly sampleRateHz: number;
  /** One array a channel, all of one length, full scale ±1. */
  readonly channels: readonly Float32Array[];
}

/** The depths that can be read, by format. */
const BITS_PER_SAMPLE: ReadonlyMap<number, readonly number[]> = new Map([
  [WAV_TAG.pcm, [8, 16, 24, 32]],
  [WAV_TAG.float, [32, 64]],
  [WAV_TAG.alaw, [8]],
  [WAV_TAG.mulaw, [8]],
]);

/**
 * Decodes a WAV file of one or two channels at 8 to 48 kHz: integers of 8, 16,
 * 24 or 32 bits, floats of 32 or 64, A-law, mu-law. Integers become `x / 2^(bits - 1)`
 * exactly. Part of a sample at the end is dropped.
 *
 * @throws {SyntaxError} If the file is not such a file, with the reason.
 */
export function decodeWav(bytes: Uint8Array): Audio {
  const { format, data } = readRiff(bytes);
  assertReadable(format);
  const blockCount = Math.floor(data.length / format.blockBytes);
  if (blockCount === 0) throw refusal("there must be samples", 0);
  const samples = data.subarray(0, blockCount * format.blockBytes);
  const channels = decodeChannels(format, samples);
  channels.forEach(assertPossible);
  return { sampleRateHz: format.sampleRateHz, channels };
}

/** Encodes a WAV file of 16-bit integers; amplitudes beyond full scale clip. */
export function encodeWav(
  { sampleRateHz, channels }: Audio,
): Uint8Array<ArrayBuffer> {
  const interleaved = interleave(channels);
  const data = new Uint8Array(2 * interleaved.length);
  encodePcm16(interleaved, data);
  return createRiff({
    tag: WAV_TAG.pcm,
    channelCount: channels.length,
    sampleRateHz,
    bitsPerSample: 16,
    blockBytes: 2 * channels.length,
  }, data);
}

function assertReadable(format: WavFormat): void {
  const { tag, channelCount, sampleRateHz, bitsPerSample, blockBytes } = format;
  const depths = BITS_PER_SAMPLE.get(tag);
  if (!depths) {
    throw refusal(
      "samples must be integers, floats, A-law or mu-law",
      `format 0x${tag.toString(16)}`,
    );
  }
  if (!depths.includes(bitsPerSample)) {
    throw refusal(
      `a sample of its format must have ${depths.join(", ")} bits`,
      bitsPerSample,
    );
  }
  if (channelCount < 1 || channelCount > 2) {
    throw refusal("there must be 1 or 2 channels", channelCount);
  }
  if (sampleRateHz < MIN_RATE_HZ || sampleRateHz > MAX_RATE_HZ) {
    throw refusal(
      `the rate must be within ${MIN_RATE_HZ} and ${MAX_RATE_HZ} Hz`,
      sampleRateHz,
    );
  }
  if (blockBytes !== channelCount * bitsPerSample / 8) {
    throw refusal(
      `${channelCount} x ${bitsPerSample} bits must fill a block`,
      `${blockBytes} bytes`,
    );
  }
}

function decodeChannels(format: WavFormat, data: Uint8Array): Float32Array[] {
  if (format.tag === WAV_TAG.alaw) return decodeCompanded("alaw", format, data);
  if (format.tag === WAV_TAG.mulaw) {
    return decodeCompanded("mulaw", format, data);
  }
  const file = createRiff(...widen(format, data));
  return wavDecoder.decode.sync(file.buffer, { symmetric: true }).channelData;
}

function decodeCompanded(
  law: G711Law,
  { channelCount }: WavFormat,
  codes: Uint8Array,
): Float32Array[] {
  const samples = new Float32Array(codes.length);
  decodeG711(law, codes, samples);
  return [...createChannelSplitter(channelCount)(samples)];
}

/**
 * Hands integers to the decoder in 16 or 32 bits only: from 8 bits it makes
 * 1/255 of silence, and from 24 bits +1 of the lowest value.
 */
function widen(format: WavFormat, data: Uint8Array): [WavFormat, Uint8Array] {
  const { bitsPerSample, channelCount } = format;
  if (bitsPerSample !== 8 && bitsPerSample !== 24) return [format, data];
  const sampleBytes = bitsPerSample / 8;
  const wideBytes = sampleBytes + 1;
  const wide = new Uint8Array(data.length / sampleBytes * wideBytes);
  data.forEach((byte, i) => {
    const sample = Math.floor(i / sampleBytes);
    wide[sample * wideBytes + 1 + i % sampleBytes] = byte;
  });
  if (bitsPerSample === 8) {
    for (let i = 1; i < wide.length; i += 2) wide[i]! ^= 0x80; // 8 bits are offset by 128
  }
  const blockBytes = channelCount * wideBytes;
  return [{ ...format, bitsPerSample: 8 * wideBytes, blockBytes }, wide];
}

function assertPossible(samples: Float32Array): void {
  const index = firstImpossible(samples);
  if (index === undefined) return;
  throw refusal(
    `amplitudes must be within ±${MAX_AMPLITUDE}`,
    `${samples[index]} in sample ${index}`,
  );
}
