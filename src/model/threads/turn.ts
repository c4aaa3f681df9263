/**
 * How the threads of a pool hand each other work: words of shared memory.
 *
 *     turn | left | faults | task of worker 1 | task of worker 2 ...
 *
 * The pool writes a task for each worker and starts a turn; a worker that has
 * done its task takes itself off those that are left. One with nothing to do says
 * so in the same way: the next turn's tasks are written when all have read theirs.
 *
 * @module
 */

/** Word that counts the turns; workers wait for it to change. */
export const TURN = 0;

/** Word that counts the workers that are not done. */
export const LEFT = 1;

/** Word that counts the kernels that failed. */
export const FAULTS = 2;

/** Words before the first task. */
const HEAD = 3;

/** Most numbers that a kernel takes. */
const MAX_NUMBERS = 30;

/** Words of a task: what to do, how many numbers, the numbers. */
const TASK = 2 + MAX_NUMBERS;

/** Instead of a kernel: nothing to do in this turn. */
export const IDLE = -1;

/** Instead of a kernel: no turn will follow. */
export const STOP = -2;

/** What a worker gets to start with. */
export interface WorkerStart {
  /** Compiled kernels. */
  readonly module: WebAssembly.Module;
  /** The heap, shared. */
  readonly memory: WebAssembly.Memory;
  /** Words of the pool, shared. */
  readonly words: Int32Array;
  /** Which task is its own, from 0. */
  readonly index: number;
}

/** Words for so many workers, all idle. */
export function createWords(workerCount: number): Int32Array {
  return new Int32Array(
    new SharedArrayBuffer(4 * (HEAD + TASK * workerCount)),
  );
}

/**
 * Writes a worker's task.
 *
 * @param kernel Its place among the exports of the module, or {@linkcode IDLE}
 * or {@linkcode STOP}.
 */
export function writeTask(
  words: Int32Array,
  index: number,
  kernel: number,
  numbers: readonly number[],
): void {
  if (numbers.length > MAX_NUMBERS) {
    throw new RangeError(
      `Cannot hand over a kernel as it must take ${MAX_NUMBERS} numbers at most: current value is ${numbers.length}`,
    );
  }
  const at = HEAD + TASK * index;
  words[at] = kernel;
  words[at + 1] = numbers.length;
  words.set(numbers, at + 2);
}

/** Reads a worker's task. */
export function readTask(
  words: Int32Array,
  index: number,
): { readonly kernel: number; readonly numbers: Int32Array } {
  const at = HEAD + TASK * index;
  const count = words[at + 1]!;
  return {
    kernel: words[at]!,
    numbers: words.subarray(at + 2, at + 2 + count),
  };
}
