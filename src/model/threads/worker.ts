/**
 * A thread of a pool: runs the kernels it is told to, on the shared heap.
 *
 * @module
 */
import {
  FAULTS,
  IDLE,
  LEFT,
  readTask,
  STOP,
  TURN,
  type WorkerStart,
} from "./turn.ts";

/** The part of a worker's global scope that is used here. */
interface Scope {
  onmessage: (event: { readonly data: WorkerStart }) => void;
  postMessage(message: unknown): void;
  close(): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data }) => {
  work(data);
  scope.close();
};

/** Takes turns until it is told to stop. */
function work({ module, memory, words, index }: WorkerStart): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = WebAssembly.Module.exports(module).map(({ name }) =>
    exports[name] as (...numbers: number[]) => void
  );
  let turn = Atomics.load(words, TURN);
  scope.postMessage("ready");
  while (true) {
    turn = nextTurn(words, turn);
    const { kernel, numbers } = readTask(words, index);
    if (kernel === STOP) return;
    try {
      if (kernel !== IDLE) kernels[kernel]!(...numbers);
    } catch {
      Atomics.add(words, FAULTS, 1);
    }
    Atomics.sub(words, LEFT, 1);
    Atomics.notify(words, LEFT);
  }
}

/**
 * Waits for a turn after `turn`. A wake-up alone is none: that for a turn may come
 * when this thread, which saw it without being woken, has ended its part already.
 */
function nextTurn(words: Int32Array, turn: number): number {
  let next = turn;
  while (next === turn) {
    Atomics.wait(words, TURN, turn);
    next = Atomics.load(words, TURN);
  }
  return next;
}
