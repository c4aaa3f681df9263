/**
 * Threads that run kernels on one shared heap.
 *
 * @module
 */
import {
  createWords,
  FAULTS,
  IDLE,
  LEFT,
  STOP,
  TURN,
  type WorkerStart,
  writeTask,
} from "./turn.ts";

/** A part takes milliseconds: after a minute its thread is gone. */
const DEAD_MS = 60_000;

/**
 * Runs a kernel on several threads at once, the caller's among them, and
 * returns when all are done. The workers sleep between the turns.
 *
 * They keep the process alive: {@linkcode close} ends them.
 */
export class ThreadPool {
  /** Threads, the caller's included. */
  readonly threadCount: number;
  readonly #words: Int32Array;
  readonly #workers: readonly Worker[];
  readonly #names: readonly string[];
  readonly #own: WebAssembly.Exports;
  readonly #deadMs: number;

  private constructor(
    { module, memory, words }: Omit<WorkerStart, "index">,
    workers: readonly Worker[],
    deadMs: number,
  ) {
    this.#deadMs = deadMs;
    this.threadCount = workers.length + 1;
    this.#words = words;
    this.#workers = workers;
    this.#names = WebAssembly.Module.exports(module).map(({ name }) => name);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.#own = exports;
  }

  /**
   * Starts the threads.
   *
   * @param module Kernels that import `env.memory` and keep no state.
   * @param memory Shared.
   * @param threadCount 2 or more: the caller's thread is one of them.
   * @param deadMs How long a turn may see no thread end its part.
   * @throws {Error} If a worker does not start; those that did are ended.
   */
  static async start(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    threadCount: number,
    deadMs = DEAD_MS,
  ): Promise<ThreadPool> {
    const words = createWords(threadCount - 1);
    const workers: Worker[] = [];
    try {
      for (let index = 0; index < threadCount - 1; index++) {
        const worker = new Worker(import.meta.resolve("./worker.ts"), {
          type: "module",
        });
        workers.push(worker);
        await ready(worker, { module, memory, words, index });
      }
    } catch (error) {
      for (const worker of workers) worker.terminate();
      throw error;
    }
    return new ThreadPool({ module, memory, words }, workers, deadMs);
  }

  /**
   * Runs a kernel once for each part, at the same time.
   *
   * @param parts The numbers of each call; as many as there are threads at most.
   * @throws {Error} If a call fails on another thread.
   */
  run(name: string, parts: readonly (readonly number[])[]): void {
    const kernel = this.#names.indexOf(name);
    const words = this.#words;
    for (let index = 0; index < this.#workers.length; index++) {
      const part = parts[index + 1];
      writeTask(words, index, part ? kernel : IDLE, part ?? []);
    }
    Atomics.store(words, LEFT, this.#workers.length);
    Atomics.store(words, FAULTS, 0);
    this.#startTurn();
    try {
      const own = this.#own[name] as (...numbers: number[]) => void;
      own(...parts[0]!);
    } finally {
      this.#waitForAll();
    }
    if (Atomics.load(words, FAULTS) > 0) {
      throw new Error(`Cannot go on as "${name}" failed on a thread`);
    }
  }

  /** Ends the threads. */
  close(): void {
    this.#workers.forEach((_, index) =>
      writeTask(this.#words, index, STOP, [])
    );
    this.#startTurn();
    for (const worker of this.#workers) worker.terminate();
  }

  #startTurn(): void {
    Atomics.add(this.#words, TURN, 1);
    Atomics.notify(this.#words, TURN);
  }

  #waitForAll(): void {
    while (true) {
      const left = Atomics.load(this.#words, LEFT);
      if (left === 0) return;
      const outcome = Atomics.wait(this.#words, LEFT, left, this.#deadMs);
      if (outcome !== "timed-out") continue;
      throw new Error(
        `Cannot go on as a thread must end its part: none ended for ${this.#deadMs} ms`,
      );
    }
  }
}

/** Hands a worker what it starts with; resolves when it waits for its first turn. */
function ready(worker: Worker, start: WorkerStart): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.onmessage = () => resolve();
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`Cannot start a thread: ${event.message}`));
  };
  worker.postMessage(start);
  return promise;
}
