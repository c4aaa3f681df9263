/**
 * Kernels spread over the threads of a backend.
 *
 * Work is only ever split between outputs, never within a sum, so that any
 * number of threads gives the same bits.
 *
 * @module
 */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { ThreadPool } from "../threads/thread_pool.ts";
import { type Kernels, kernelsOf } from "./module.ts";

const pools = new WeakMap<BackendWasm, ThreadPool>();

/** From now on spreads the kernels of a backend over a pool; over none: one thread. */
export function setThreads(
  backend: BackendWasm,
  pool: ThreadPool | undefined,
): void {
  if (pool) pools.set(backend, pool);
  else pools.delete(backend);
}

/** What the kernels of a backend are spread over, if over more than the caller's thread. */
export function poolOf(backend: BackendWasm): ThreadPool | undefined {
  return pools.get(backend);
}

/** Threads that the kernels of a backend are spread over. */
export function threadCountOf(backend: BackendWasm): number {
  return poolOf(backend)?.threadCount ?? 1;
}

/** A part of some outputs. */
export interface Part {
  /** First of the part. */
  readonly first: number;
  /** How many. */
  readonly count: number;
  /** Which part, from 0: for scratch that each needs of its own. */
  readonly index: number;
}

/**
 * Runs a kernel on all threads, each on a part of the outputs.
 *
 * @param outputs How many there are to share out.
 * @param numbersOf What the kernel takes for a part.
 * @param granule Parts are multiples of it, but for the last.
 */
export function spread(
  backend: BackendWasm,
  name: keyof Kernels,
  outputs: number,
  numbersOf: (part: Part) => readonly number[],
  granule = 1,
): void {
  const parts = partsOf(outputs, threadCountOf(backend), granule);
  const numbers = parts.map(numbersOf);
  if (numbers.length > 1) pools.get(backend)!.run(name, numbers);
  else kernelsOf(backend)[name](...numbers[0]!);
}

/** Shares outputs out to so many threads at most, as evenly as the granule lets. */
function partsOf(outputs: number, threads: number, granule: number): Part[] {
  const granules = Math.ceil(outputs / granule);
  const count = Math.max(1, Math.min(threads, granules));
  const bound = (index: number) =>
    Math.min(outputs, Math.round(granules * index / count) * granule);
  return Array.from({ length: count }, (_, index) => {
    const first = bound(index);
    return { first, count: bound(index + 1) - first, index };
  });
}
