/**
 * The background that speech stands out from: how loud each band is while only
 * the room is heard.
 *
 * @module
 */

/**
 * Share of a window that lies below its background. Even in fluent speech each
 * band is silent for a fifth of any 3 s, between syllables or while a consonant
 * sounds elsewhere; less than a tenth would let dropouts of the line pass for
 * the background.
 */
const QUIET_SHARE = 0.15;

/**
 * Measures the level of each band that `QUIET_SHARE` of the spectra stay below.
 *
 * @param spectra `[count, width]`, log power.
 * @param every Distance of the spectra that are looked at.
 * @param background `[width]`; overwritten.
 */
export function measureBackground(
  spectra: Float32Array,
  every: number,
  background: Float32Array,
): void {
  const width = background.length;
  const step = every * width;
  const count = Math.ceil(spectra.length / step);
  const smallest = new Float32Array(Math.floor(count * QUIET_SHARE) + 1);
  for (let band = 0; band < width; band++) {
    smallest.fill(Infinity);
    for (let at = band; at < spectra.length; at += step) {
      keepSmallest(smallest, spectra[at]!);
    }
    background[band] = smallest[smallest.length - 1]!;
  }
}

/** Puts a value into its place among the smallest so far, in rising order. */
function keepSmallest(smallest: Float32Array, value: number): void {
  let place = smallest.length - 1;
  if (value >= smallest[place]!) return;
  for (; place > 0 && smallest[place - 1]! > value; place--) {
    smallest[place] = smallest[place - 1]!;
  }
  smallest[place] = value;
}
