import { assertEquals } from "@std/assert";
import { kernelsModule } from "../../../src/model/kernels/module.ts";
import {
  createWords,
  IDLE,
  LEFT,
  STOP,
  TURN,
  writeTask,
} from "../../../src/model/threads/turn.ts";

const WORKER = new URL(
  "../../../src/model/threads/worker.ts",
  import.meta.url,
);

/** Starts a thread with words of its own; resolves when it is about to wait for a turn. */
async function startThread() {
  const memory = new WebAssembly.Memory({
    initial: 1,
    maximum: 65_536,
    shared: true,
  });
  const words = createWords(1);
  const worker = new Worker(WORKER, { type: "module" });
  const { promise, resolve } = Promise.withResolvers<void>();
  worker.onmessage = () => resolve();
  worker.postMessage({
    module: kernelsModule(memory),
    memory,
    words,
    index: 0,
  });
  await promise;
  return { worker, words };
}

/** Wakes a thread, as soon as it sleeps. */
function wake(words: Int32Array): void {
  while (Atomics.notify(words, TURN) === 0);
}

Deno.test("a thread that is woken without a turn takes none", async () => {
  const { worker, words } = await startThread();
  writeTask(words, 0, IDLE, []);
  Atomics.store(words, LEFT, 5);
  for (let time = 0; time < 10; time++) wake(words);
  assertEquals(Atomics.load(words, LEFT), 5);
  Atomics.add(words, TURN, 1);
  wake(words); // it may have seen the turn before: then this comes when its part is done
  wake(words);
  assertEquals(Atomics.load(words, LEFT), 4);
  writeTask(words, 0, STOP, []);
  Atomics.add(words, TURN, 1);
  Atomics.notify(words, TURN);
  worker.terminate();
});
