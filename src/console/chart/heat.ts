/**
 * From loudness to colour, dark to bright, in steps that look alike.
 *
 * Source: nine stops of matplotlib's "magma" (Smith and van der Walt 2015, CC0).
 *
 * @module
 */

const STOPS: readonly (readonly [number, number, number])[] = [
  [0, 0, 4],
  [28, 16, 68],
  [79, 18, 123],
  [129, 37, 129],
  [181, 54, 122],
  [229, 80, 100],
  [251, 135, 97],
  [254, 194, 135],
  [252, 253, 191],
];

/** The pixel of each loudness, 0 to 255, as little-endian machines lay out red, green, blue and alpha. */
export const HEAT: Uint32Array = Uint32Array.from({ length: 256 }, (_, i) => {
  const place = i / 255 * (STOPS.length - 1);
  const stop = Math.min(Math.floor(place), STOPS.length - 2);
  const [from, to] = [STOPS[stop]!, STOPS[stop + 1]!];
  const [red, green, blue] = from.map((value, part) =>
    Math.round(value + (to[part]! - value) * (place - stop))
  ) as [number, number, number];
  return (0xff << 24 | blue << 16 | green << 8 | red) >>> 0;
});
