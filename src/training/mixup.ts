/**
 * Blends the items of a batch, and their labels with them.
 *
 * Source: Zhang et al. 2018, "mixup: Beyond empirical risk minimization".
 *
 * @module
 */
import type { Random } from "./random.ts";

/** Items in a row, `[batch, width]`. */
export interface Items {
  readonly values: Float32Array;
  readonly width: number;
}

/**
 * Blends every item with a partner of the same batch, by a share of its own;
 * all item lists are blended alike. The share of the item itself is the larger
 * one, so item `i` stays mostly item `i`.
 *
 * @param alpha Both parameters of the beta the shares come from; 0 blends nothing.
 */
export function mixup(
  lists: readonly Items[],
  alpha: number,
  random: Random,
): void {
  if (alpha === 0) return;
  const count = lists[0]!.values.length / lists[0]!.width;
  const partners = random.shuffled([...Array(count).keys()]);
  const shares = partners.map(() => random.beta(alpha, alpha));
  for (const { values, width } of lists) {
    const before = values.slice();
    partners.forEach((partner, item) => {
      const share = Math.max(shares[item]!, 1 - shares[item]!);
      const part = (list: Float32Array, at: number) =>
        list.subarray(at * width, (at + 1) * width);
      blend(part(values, item), part(before, partner), share);
    });
  }
}

/** `values = share * values + (1 - share) * others`, in place. */
function blend(
  values: Float32Array,
  others: Float32Array,
  share: number,
): void {
  for (let i = 0; i < values.length; i++) {
    values[i] = share * values[i]! + (1 - share) * others[i]!;
  }
}
