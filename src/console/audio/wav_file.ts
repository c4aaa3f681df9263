/**
 * A WAV file that somebody chose, read a slice at a time: an hour of it is
 * hundreds of megabytes.
 *
 * @module
 */
import { createRiff, readRiffHead, type RiffHead } from "../../audio/riff.ts";
import { decodeWav } from "../../audio/wav.ts";

/** Of the file's beginning: titles and pictures may come before the samples. */
const HEAD_BYTES = 1_048_576;

/** Audio that is read at a time: seldom enough to be cheap, little enough to be nothing. */
const SLICE_MS = 2_000;

/** The longest recording that is taken, so that nobody begins what ends next week. */
export const MAX_FILE_HOURS = 12;

/** A WAV file whose samples are still where they were. */
export interface WavFile {
  readonly name: string;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly durationMs: number;
  /**
   * One array a channel, two seconds at a time.
   *
   * @throws {SyntaxError} With a slice that holds what are no amplitudes.
   * @throws {DOMException} If the file has gone meanwhile.
   */
  slices(): AsyncGenerator<readonly Float32Array[]>;
}

/**
 * Reads the beginning of a file.
 *
 * @throws {SyntaxError} If it is no WAV file that can be streamed, with the reason.
 */
export async function openWavFile(file: File): Promise<WavFile> {
  const beginning = await bytesOf(file.slice(0, HEAD_BYTES));
  const head = readRiffHead(beginning, file.size);
  const { format, dataStart, dataBytes } = head;
  const { sampleRateHz, channelCount, blockBytes } = format;
  await decode(file, head, 0, blockBytes); // refuses what could not be decoded later
  const durationMs = dataBytes / blockBytes / sampleRateHz * 1_000;
  if (durationMs > MAX_FILE_HOURS * 3_600_000) {
    throw new SyntaxError(
      `Cannot stream a file as it must be no longer than ${MAX_FILE_HOURS} hours: current value is ${
        (durationMs / 3_600_000).toFixed(1)
      } hours`,
    );
  }
  const sliceBytes = blockBytes * Math.ceil(sampleRateHz * SLICE_MS / 1_000);
  return {
    name: file.name,
    sampleRateHz,
    channelCount,
    durationMs,
    async *slices() {
      const end = dataStart + dataBytes - dataBytes % blockBytes;
      for (let at = dataStart; at < end; at += sliceBytes) {
        const bytes = Math.min(sliceBytes, end - at);
        yield await decode(file, head, at - dataStart, bytes);
      }
    },
  };
}

async function decode(
  file: File,
  { format, dataStart }: RiffHead,
  offset: number,
  bytes: number,
): Promise<readonly Float32Array[]> {
  const start = dataStart + offset;
  const data = await bytesOf(file.slice(start, start + bytes));
  return decodeWav(createRiff(format, data)).channels;
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
