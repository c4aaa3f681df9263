/**
 * Threads of a program that trains.
 *
 * @module
 */
import { startThreadedBackend } from "../src/model/threads/threaded_backend.ts";
import { print } from "./_program.ts";

/** Two at most: what more would give was never measured. */
export const THREADS = Math.min(2, navigator.hardwareConcurrency);

/** Computes on so many threads, or on one with a line that says why. */
export async function withThreads<T>(
  threadCount: number,
  act: () => Promise<T>,
): Promise<T> {
  const threads = await startThreadedBackend(threadCount);
  if (threads.fault) print(`training on one thread: ${threads.fault}`);
  try {
    return await act();
  } finally {
    threads.close();
  }
}
