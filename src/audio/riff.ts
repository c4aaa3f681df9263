/**
 * The container of a WAV file: a list of chunks, of which two matter.
 *
 *     "RIFF" size "WAVE"   "fmt " 16 ...   "LIST" ...   "data" size samples
 *     0      4    8        12    16  20
 *
 * Source: Multimedia Programming Interface and Data Specifications 1.0 (IBM,
 * Microsoft 1991), chapter 3; WAVE_FORMAT_EXTENSIBLE: Microsoft, mmreg.h.
 *
 * @module
 */

/** How the samples of a WAV file are written. */
export interface WavFormat {
  /** One of {@linkcode WAV_TAG}, or a format that is not read here. */
  readonly tag: number;
  readonly channelCount: number;
  readonly sampleRateHz: number;
  readonly bitsPerSample: number;
  /** Bytes of one sample of every channel, as the header claims. */
  readonly blockBytes: number;
}

/** Numbers of the formats. */
export const WAV_TAG = { pcm: 1, float: 3, alaw: 6, mulaw: 7 } as const;

/** The tag that says: the real one is in the chunk's extension. */
const EXTENSIBLE = 0xfffe;
const EXTENDED_TAG_OFFSET = 24;
/** The size that a writer leaves which could not go back to fill it in. */
const UNKNOWN_SIZE = 0xffff_ffff;
const HEADER_BYTES = 44;
/** Writers put a handful of chunks before the samples; millions of empty ones would take a second to skip. */
const MAX_CHUNKS = 1_000;

/** Where the samples of a WAV file lie. */
export interface RiffHead {
  readonly format: WavFormat;
  /** Bytes of the file before the first sample. */
  readonly dataStart: number;
  readonly dataBytes: number;
}

/**
 * Finds format and samples, whatever other chunks there are.
 *
 * @returns `data` is a view of `bytes`.
 * @throws {SyntaxError} If it is no WAV file, or not all of one.
 */
export function readRiff(
  bytes: Uint8Array,
): { format: WavFormat; data: Uint8Array } {
  const { format, dataStart, dataBytes } = readRiffHead(bytes, bytes.length);
  return { format, data: bytes.subarray(dataStart, dataStart + dataBytes) };
}

/**
 * Finds format and samples in the beginning of a file, for who reads the rest
 * later.
 *
 * A data size that a writer to a pipe left at 0 or 2^32 - 1 means the rest of
 * the file; any other that the file does not hold means that its end is lost.
 *
 * @param head As much of the file as comes before the samples, or more.
 * @param fileBytes Size of the whole file.
 * @throws {SyntaxError} If it is no WAV file, or not all of one.
 */
export function readRiffHead(head: Uint8Array, fileBytes: number): RiffHead {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  assertWave(head);
  let format: WavFormat | undefined;
  let at = 12;
  for (let chunk = 0; chunk < MAX_CHUNKS && at + 8 <= head.length; chunk++) {
    const id = ascii(head, at, 4);
    const size = view.getUint32(at + 4, true);
    at += 8;
    if (id === "fmt ") format = readFormat(head.subarray(at, at + size));
    if (id === "data") {
      if (!format) throw refusal(`"fmt " must come before "data"`, "none");
      const isSizeKnown = view.getUint32(4, true) === fileBytes - 8;
      const dataBytes = dataSize(size, fileBytes - at, isSizeKnown);
      return { format, dataStart: at, dataBytes };
    }
    at += size + size % 2; // chunks begin at even places
  }
  throw refusal(
    `there must be a chunk "data" among the first ${MAX_CHUNKS}`,
    "none",
  );
}

/** The file that holds `data`, after a header of 44 bytes. */
export function createRiff(
  { tag, channelCount, sampleRateHz, bitsPerSample, blockBytes }: WavFormat,
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(HEADER_BYTES + data.length);
  const view = new DataView(file.buffer);
  new TextEncoder().encodeInto("RIFF    WAVEfmt ", file);
  view.setUint32(4, file.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, tag, true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * blockBytes, true);
  view.setUint16(32, blockBytes, true);
  view.setUint16(34, bitsPerSample, true);
  new TextEncoder().encodeInto("data", file.subarray(36));
  view.setUint32(40, data.length, true);
  file.set(data, HEADER_BYTES);
  return file;
}

/** The error for a file that breaks a rule. */
export function refusal(rule: string, value: unknown): SyntaxError {
  return new SyntaxError(
    `Cannot read WAV as ${rule}: current value is ${value}`,
  );
}

function assertWave(bytes: Uint8Array): void {
  if (bytes.length === 0) {
    throw refusal("the file must not be empty", "0 bytes");
  }
  const head = ascii(bytes, 0, 12);
  if (/^RIFF[^]{4}WAVE$/.test(head)) return;
  throw refusal(
    `the file must begin with "RIFF" and "WAVE"`,
    JSON.stringify(head),
  );
}

function readFormat(chunk: Uint8Array): WavFormat {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk.length < 16) {
    throw refusal(`"fmt " must have 16 bytes or more`, `${chunk.length} bytes`);
  }
  const tag = view.getUint16(0, true);
  const isExtended = tag === EXTENSIBLE &&
    chunk.length >= EXTENDED_TAG_OFFSET + 2;
  return {
    tag: isExtended ? view.getUint16(EXTENDED_TAG_OFFSET, true) : tag,
    channelCount: view.getUint16(2, true),
    sampleRateHz: view.getUint32(4, true),
    blockBytes: view.getUint16(12, true),
    bitsPerSample: view.getUint16(14, true),
  };
}

/**
 * Bytes of samples, where the header claims so many.
 *
 * @param present Bytes of the file behind the chunk's head.
 * @param isSizeKnown Whether the header has the file's own size.
 */
function dataSize(
  claimed: number,
  present: number,
  isSizeKnown: boolean,
): number {
  if (claimed === UNKNOWN_SIZE || claimed === 0 && !isSizeKnown) return present;
  if (claimed <= present) return claimed;
  throw refusal(
    `all ${claimed} bytes of "data" must be there`,
    `${present} bytes`,
  );
}

function ascii(bytes: Uint8Array, start: number, count: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + count));
}
