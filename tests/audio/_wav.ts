/** What the tests say of a WAV file; the rest is as it should be. */
export interface WavParts {
  tag?: number;
  channelCount?: number;
  sampleRateHz?: number;
  bitsPerSample?: number;
  blockBytes?: number;
  /** Follows the 16 bytes of the format, as in an extensible one. */
  formatExtension?: readonly number[];
  /** Chunks between the format and the samples: id and body. */
  between?: readonly (readonly [id: string, body: Uint8Array])[];
  data?: Uint8Array;
  /** Chunks after the samples. */
  after?: readonly (readonly [id: string, body: Uint8Array])[];
  /** Sizes that the header claims, if not the real ones. */
  riffSize?: number;
  dataSize?: number;
}

/** Builds a WAV file from its parts, without any code of ours: 16-bit mono at 8 kHz if nothing is said. */
export function wavOf(parts: WavParts): Uint8Array {
  const channelCount = parts.channelCount ?? 1;
  const bitsPerSample = parts.bitsPerSample ?? 16;
  const sampleRateHz = parts.sampleRateHz ?? 8_000;
  const blockBytes = parts.blockBytes ?? channelCount * bitsPerSample / 8;
  const data = parts.data ?? new Uint8Array(4 * blockBytes);
  const body = [
    ...text("WAVE"),
    ...chunk("fmt ", [
      ...bytesOf(parts.tag ?? 1, 2),
      ...bytesOf(channelCount, 2),
      ...bytesOf(sampleRateHz, 4),
      ...bytesOf(sampleRateHz * blockBytes, 4),
      ...bytesOf(blockBytes, 2),
      ...bytesOf(bitsPerSample, 2),
      ...parts.formatExtension ?? [],
    ]),
    ...(parts.between ?? []).flatMap(([id, body]) => chunk(id, [...body])),
    ...chunk("data", [...data], parts.dataSize),
    ...(parts.after ?? []).flatMap(([id, body]) => chunk(id, [...body])),
  ];
  return Uint8Array.of(
    ...text("RIFF"),
    ...bytesOf(parts.riffSize ?? body.length, 4),
    ...body,
  );
}

/** An integer as bytes, low one first. */
export function bytesOf(integer: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => Math.floor(integer / 2 ** (8 * i)) & 0xff,
  );
}

function chunk(id: string, body: number[], size = body.length): number[] {
  const padding = body.length % 2 ? [0] : [];
  return [...text(id), ...bytesOf(size, 4), ...body, ...padding];
}

function text(ascii: string): number[] {
  return [...new TextEncoder().encode(ascii)];
}
