/**
 * A promise that is settled from outside.
 *
 * @module
 */

/** A promise and its two ends. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * What `Promise.withResolvers` gives, which Safari has from 17.4 and Node from 22 on only.
 * It rejects in silence: whoever does not wait for it hears of the end elsewhere,
 * and an unheard rejection would end the program.
 */
export function deferred<T>(): Deferred<T> {
  let ends: Omit<Deferred<T>, "promise"> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    ends = { resolve, reject };
  });
  promise.catch(() => {});
  return { promise, ...ends! };
}
