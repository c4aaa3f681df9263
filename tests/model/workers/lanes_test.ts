import { assertEquals, assertRejects } from "@std/assert";
import type { EngineRequest } from "../../../src/model/engine.ts";
import { createLanes, type Worker } from "../../../src/model/workers/lanes.ts";

const REQUESTS: EngineRequest[] = [{ rows: [], steps: new Uint8Array(1) }];

function answer(name: number) {
  return [{ steps: new Uint8Array(), posterior: Float32Array.of(name) }];
}

/** Scores as 0, on this thread. */
const engine = { score: () => answer(0) };

/** Scores as its name until it ends. */
class FakeWorker implements Worker {
  fault: Error | undefined;
  isClosed = false;
  constructor(readonly name: number) {}
  score() {
    if (this.fault) return Promise.reject(this.fault);
    return Promise.resolve(answer(this.name));
  }
  close() {
    this.isClosed = true;
  }
}

Deno.test("createLanes() without workers is one lane on this thread", async () => {
  const start = () => Promise.reject(new Error("nobody asked"));
  const lanes = await createLanes({ engine, workerCount: 0, start });
  assertEquals(lanes.score.length, 1);
  assertEquals(await lanes.score[0]!(REQUESTS), answer(0));
  assertEquals(lanes.state, { asked: 0, running: 0 });
});

Deno.test("createLanes() makes two lanes of every worker, and closes them", async () => {
  const workers = [new FakeWorker(1), new FakeWorker(2)];
  const waiting = [...workers];
  const start = () => Promise.resolve(waiting.shift()!);
  const lanes = await createLanes({ engine, workerCount: 2, start });
  const answers = await Promise.all(lanes.score.map((lane) => lane(REQUESTS)));
  assertEquals(answers, [answer(1), answer(1), answer(2), answer(2)]);
  assertEquals(lanes.state, { asked: 2, running: 2 });
  lanes.close();
  assertEquals(workers.map(({ isClosed }) => isClosed), [true, true]);
});

Deno.test("createLanes() goes on with the workers that start, or with none, and says why", async () => {
  for (const count of [0, 1]) {
    const faults: string[] = [];
    let starts = 0;
    const start = () =>
      starts++ < count
        ? Promise.resolve(new FakeWorker(1))
        : Promise.reject(new Error("there are no workers"));
    const onFault = ({ message }: Error) => faults.push(message);
    const lanes = await createLanes({ engine, workerCount: 2, start, onFault });
    assertEquals(lanes.score.length, count === 0 ? 1 : 2);
    assertEquals(await lanes.score[0]!(REQUESTS), answer(count));
    assertEquals(lanes.state, {
      asked: 2,
      running: count,
      fault: "there are no workers",
    });
    assertEquals(faults.length, 2 - count);
  }
});

Deno.test("a batch whose worker ends is scored on this thread, and so are those after it", async () => {
  const faults: string[] = [];
  const worker = new FakeWorker(1);
  const lanes = await createLanes({
    engine,
    workerCount: 1,
    start: () => Promise.resolve(worker),
    onFault: ({ message }) => faults.push(message),
  });
  const [lane] = lanes.score;
  assertEquals(await lane!(REQUESTS), answer(1));
  worker.score = () => {
    worker.fault = new Error("a worker ended");
    return Promise.reject(worker.fault);
  };
  assertEquals(await lane!(REQUESTS), answer(0));
  assertEquals(await lane!(REQUESTS), answer(0));
  assertEquals(faults, ["a worker ended"]);
  assertEquals(lanes.state, { asked: 1, running: 0, fault: "a worker ended" });
});

Deno.test("a batch that fails on a worker and on this thread rejects, and the worker goes on", async () => {
  const worker = new FakeWorker(1);
  const lanes = await createLanes({
    engine: {
      score: () => {
        throw new RangeError("not a window");
      },
    },
    workerCount: 1,
    start: () => Promise.resolve(worker),
  });
  const good = worker.score.bind(worker);
  worker.score = () => Promise.reject(new Error("not a window"));
  await assertRejects(async () => await lanes.score[0]!(REQUESTS), RangeError);
  worker.score = good;
  assertEquals(await lanes.score[0]!(REQUESTS), answer(1));
  assertEquals(lanes.state, { asked: 1, running: 1 });
});
