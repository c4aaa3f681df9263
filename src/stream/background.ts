/**
 * The quiet that a window's speech stands on: how loud each band is when
 * nothing but the room is heard.
 *
 * @module
 */

/**
 * Share of a window that lies below its background. In the most fluent of our
 * calls every band still falls silent for a fifth of any 3 s, between syllables
 * or while a consonant sounds elsewhere.
 */
const QUIET_SHARE = 0.15;

/**
 * The level of each band that `QUIET_SHARE` of the spectra stay below.
 *
 * @param spectra `[count, width]`, log power.
 * @param background `[width]`; overwritten.
 */
export function measureBackground(
  spectra: Float32Array,
  background: Float32Array,
): void {
  const width = background.length;
  const count = spectra.length / width;
  const quietest = new Float32Array(Math.floor(count * QUIET_SHARE) + 1);
  for (let band = 0; band < width; band++) {
    quietest.fill(Infinity);
    for (let at = band; at < spectra.length; at += width) {
      keepSmallest(quietest, spectra[at]!);
    }
    background[band] = quietest.at(-1)!;
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
