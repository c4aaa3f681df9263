import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { kernelsModule } from "../../../src/model/kernels/module.ts";
import { ThreadPool } from "../../../src/model/threads/thread_pool.ts";

/** A heap of one page, of the values 1 to 8, and `pad` calls that copy some of them elsewhere. */
function createHeap() {
  const memory = new WebAssembly.Memory({
    initial: 1,
    maximum: 65_536,
    shared: true,
  });
  const values = new Float32Array(memory.buffer, 0, 64);
  values.set([1, 2, 3, 4, 5, 6, 7, 8]);
  const copy = (from: number, count: number, to: number) => [
    ...[4 * from, 4 * to],
    ...[1, count, 0],
  ];
  return { memory, module: kernelsModule(memory), values, copy };
}

for (const threadCount of [2, 3]) {
  Deno.test(`${threadCount} threads run a part each, turn after turn`, async () => {
    const { memory, module, values, copy } = createHeap();
    const pool = await ThreadPool.start(module, memory, threadCount);
    for (let turn = 0; turn < 200; turn++) {
      values.fill(0, 16);
      const parts = Array.from(
        { length: threadCount },
        (_, i) => copy(2 * i, 2, 16 + 2 * i),
      );
      pool.run("pad", parts);
      const expected = values.slice(0, 2 * threadCount);
      assertEquals(values.slice(16, 16 + 2 * threadCount), expected);
    }
    pool.close();
  });
}

Deno.test("threads without a part are left alone", async () => {
  const { memory, module, values, copy } = createHeap();
  const pool = await ThreadPool.start(module, memory, 3);
  pool.run("pad", [copy(0, 1, 16)]);
  pool.run("pad", [copy(1, 1, 17), copy(2, 1, 18)]);
  assertEquals([...values.slice(16, 19)], [1, 2, 3]);
  pool.close();
});

Deno.test("a thread that was left alone runs the next turn's part once, however late it wakes", async () => {
  const { memory, module, values, copy } = createHeap();
  const pool = await ThreadPool.start(module, memory, 3, 5_000);
  for (let turn = 0; turn < 20_000; turn++) {
    pool.run("pad", [copy(0, 1, 16), copy(1, 1, 17)]); // the third is left alone
    pool.run("pad", [copy(2, 1, 18), copy(3, 1, 19), copy(turn % 8, 1, 20)]);
    if (values[20] !== 1 + turn % 8) throw new Error(`turn ${turn}`);
  }
  pool.close();
});

Deno.test("a kernel that fails on any thread is told of, and the next one runs", async () => {
  const { memory, module, values, copy } = createHeap();
  const pool = await ThreadPool.start(module, memory, 2);
  const beyond = copy(0, 1, 2 ** 20);
  assertThrows(() => pool.run("pad", [copy(0, 1, 16), beyond]), Error, "pad");
  assertThrows(
    () => pool.run("pad", [beyond, copy(1, 1, 17)]),
    WebAssembly.RuntimeError,
  );
  pool.run("pad", [copy(2, 1, 18), copy(3, 1, 19)]);
  assertEquals([...values.slice(16, 20)], [1, 2, 3, 4]);
  pool.close();
});

Deno.test("a pool on a heap that cannot be shared does not start", async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const module = kernelsModule(memory);
  await assertRejects(
    () => ThreadPool.start(module, memory, 2),
    DOMException,
    "clone",
  );
});

/** A worker that starts and then never takes a turn. */
class LostWorker {
  onmessage: () => void = () => {};

  postMessage(): void {
    queueMicrotask(() => this.onmessage());
  }

  terminate(): void {}
}

Deno.test("a thread that is gone is given up, not waited for without end", async () => {
  const { memory, module, copy } = createHeap();
  const { Worker } = globalThis;
  globalThis.Worker = LostWorker as unknown as typeof Worker;
  try {
    const pool = await ThreadPool.start(module, memory, 2, 5);
    assertThrows(
      () => pool.run("pad", [copy(0, 1, 16), copy(1, 1, 17)]),
      Error,
      "Cannot go on as a thread must end its part: none ended for 5 ms",
    );
  } finally {
    globalThis.Worker = Worker;
  }
});
