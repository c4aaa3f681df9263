/**
 * tfjs's WASM backend with our kernels on several threads, or on one where
 * there can be no others.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { kernelsModule, memoryOf } from "../kernels/module.ts";
import { setThreads } from "../kernels/spread.ts";
import { startWasmBackend } from "../wasm_backend.ts";
import { startSharedWasmBackend } from "./shared_heap.ts";
import { ThreadPool } from "./thread_pool.ts";

/** What was started. */
export interface Threads {
  /** Threads that kernels are spread over. */
  readonly threadCount: number;
  /** Why there are fewer than were asked for; none if there are not. */
  readonly fault?: string;
  /** Ends the threads; the backend goes on with one. */
  close(): void;
}

/**
 * Starts the WASM backend. Any number of threads computes the same bits.
 *
 * @param threadCount 1 or more; 1 is {@linkcode startWasmBackend}.
 * @throws {ModelMismatchError} If the backend does not start even with one.
 */
export async function startThreadedBackend(
  threadCount: number,
): Promise<Threads> {
  if (threadCount === 1) return await oneThread();
  const factory = tf.findBackendFactory("wasm");
  try {
    await startSharedWasmBackend();
    return await manyThreads(threadCount);
  } catch (error) {
    tf.removeBackend("wasm");
    tf.registerBackend("wasm", factory);
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    return await oneThread(error instanceof Error ? error.message : `${error}`);
  }
}

async function oneThread(fault?: string): Promise<Threads> {
  await startWasmBackend();
  const close = () => {};
  return { threadCount: 1, close, ...(fault !== undefined && { fault }) };
}

async function manyThreads(threadCount: number): Promise<Threads> {
  const backend = tf.backend() as BackendWasm;
  const memory = memoryOf(backend);
  const module = kernelsModule(memory);
  const pool = await ThreadPool.start(module, memory, threadCount);
  setThreads(backend, pool);
  const close = () => {
    setThreads(backend, undefined);
    pool.close();
  };
  return { threadCount, close };
}
