/**
 * The features of one clip as a file.
 *
 *     | header bytes: uint32 | header: JSON, padded | levels of variant 0: int16 | of variant 1 | ...
 *
 * Numbers are little-endian, as every machine that Deno runs on has them.
 *
 * @module
 */
import type { FeatureVariant } from "./training_clip.ts";

interface Header {
  readonly melCount: number;
  readonly variants: readonly Omit<FeatureVariant, "levels">[];
}

/** Puts variants into bytes. */
export function encodeFeatures(
  variants: readonly FeatureVariant[],
): Uint8Array<ArrayBuffer> {
  const header: Header = {
    melCount: variants[0]!.levels.length / variants[0]!.frames,
    variants: variants.map(({ levels: _, ...rest }) => rest),
  };
  const text = padded(JSON.stringify(header));
  const dataBytes = variants.reduce((sum, v) => sum + v.levels.byteLength, 0);
  const bytes = new Uint8Array(4 + text.length + dataBytes);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const { levels } of variants) {
    bytes.set(
      new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength),
      at,
    );
    at += levels.byteLength;
  }
  return bytes;
}

/** Spaces at the end of JSON mean nothing, and align the levels to their size. */
function padded(json: string): Uint8Array {
  return new TextEncoder().encode(json.length % 2 ? `${json} ` : json);
}

/**
 * Takes variants out of bytes.
 *
 * @param bytes A buffer of its own; the levels are views on it.
 * @returns The variants, or none if the bytes are not whole.
 */
export function decodeFeatures(
  bytes: Uint8Array<ArrayBuffer>,
): FeatureVariant[] | undefined {
  const header = readHeader(bytes);
  if (!header) return undefined;
  let at = header.end;
  const variants = header.variants.map((variant) => {
    const length = variant.frames * header.melCount;
    const levels = { at, length };
    at += 2 * length;
    return { variant, levels };
  });
  if (at !== bytes.length) return undefined;
  return variants.map(({ variant, levels }) => ({
    ...variant,
    levels: new Int16Array(bytes.buffer, levels.at, levels.length),
  }));
}

function readHeader(
  bytes: Uint8Array<ArrayBuffer>,
): (Header & { end: number }) | undefined {
  if (bytes.length < 4) return undefined;
  const end = 4 + new DataView(bytes.buffer).getUint32(0, true);
  if (end > bytes.length) return undefined;
  try {
    const header: Header | null = JSON.parse(
      new TextDecoder().decode(bytes.subarray(4, end)),
    );
    return Array.isArray(header?.variants) ? { ...header, end } : undefined;
  } catch {
    return undefined;
  }
}
