import { assertEquals, assertRejects } from "@std/assert";
import type { EngineRequest } from "../../../src/model/engine.ts";
import { loadEngine, loadModel } from "../../../src/model/load.ts";
import { encoderShape, stepBytes } from "../../../src/model/network_spec.ts";
import { EngineWorker } from "../../../src/model/workers/engine_worker.ts";
import { normals } from "../../training/_arrays.ts";
import { TINY_NETWORK, writeTinyModel } from "../_tiny_model.ts";

const { blockRows, strideRows } = encoderShape(TINY_NETWORK);

/** Windows of two new steps and five known, their rows in two parts of a longer array. */
function requests(count: number): EngineRequest[] {
  return Array.from({ length: count }, (_, i) => {
    const rows = normals((blockRows + strideRows) * 64 + 64, i);
    const parts = [rows.subarray(64, 640), rows.subarray(640)];
    // Of zeros: what they are is for the tests of the engine.
    const steps = new Uint8Array(5 * stepBytes(TINY_NETWORK));
    return { rows: parts, steps };
  });
}

async function withFolder(act: (folder: URL) => Promise<void>): Promise<void> {
  const folder = await writeTinyModel();
  try {
    await act(new URL(`file://${folder}/`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("EngineWorker scores as an engine on this thread does, to the bit, and leaves what it was lent", async () => {
  await withFolder(async (folder) => {
    const { engine } = await loadEngine(folder);
    const worker = await EngineWorker.start(folder);
    const batches = [1, 5, 16].map(requests);
    const answers = await Promise.all(batches.map((all) => worker.score(all)));
    assertEquals(answers, batches.map((all) => engine.score(all)));
    assertEquals(batches, [1, 5, 16].map(requests));
    worker.close();
    engine.dispose();
  });
});

Deno.test("EngineWorker rejects what it has not answered when it is closed, and all after", async () => {
  await withFolder(async (folder) => {
    const worker = await EngineWorker.start(folder);
    const answer = worker.score(requests(1));
    worker.close();
    await assertRejects(() => answer, Error, "was closed");
    await assertRejects(() => worker.score(requests(1)), Error, "was closed");
  });
});

Deno.test("EngineWorker tells of a batch that the engine refuses, and scores the next", async () => {
  await withFolder(async (folder) => {
    const worker = await EngineWorker.start(folder);
    const bad = { rows: [new Float32Array(7)], steps: new Uint8Array() };
    await assertRejects(() => worker.score([bad]), Error);
    assertEquals(worker.fault, undefined);
    assertEquals((await worker.score(requests(2))).length, 2);
    worker.close();
  });
});

Deno.test("EngineWorker does not start without its model, and says why", async () => {
  await assertRejects(
    () => EngineWorker.start(new URL("file:///no/such/model/")),
    Error,
    "card.json must be readable",
  );
});

/** A worker that runs a line of code. */
function workerOf(code: string): Worker {
  const url = `data:application/javascript,${encodeURIComponent(code)}`;
  return new Worker(url, { type: "module" });
}

const NOWHERE = new URL("file:///nowhere/");

Deno.test("EngineWorker does not start where a worker fails or says nothing", async () => {
  await assertRejects(
    () => EngineWorker.start(NOWHERE, () => workerOf("throw new Error('x')")),
    Error,
    "a worker must start",
  );
  await assertRejects(
    () => EngineWorker.start(NOWHERE, () => workerOf(""), 50),
    Error,
    "ready within 50 ms",
  );
  const create = () => {
    throw new TypeError("Worker is not a constructor");
  };
  await assertRejects(() => EngineWorker.start(NOWHERE, create), TypeError);
});

Deno.test("EngineWorker ends with the worker that fails, and the process lives on", async () => {
  const code = `onmessage = ({ data }) => {
    if (data.type === "load") postMessage({ type: "ready" });
    else throw new Error("out of memory");
  };`;
  const worker = await EngineWorker.start(NOWHERE, () => workerOf(code));
  await assertRejects(() => worker.score(requests(1)), Error, "out of memory");
  assertEquals(worker.fault?.message.includes("a worker ended"), true);
  await assertRejects(() => worker.score(requests(1)), Error, "out of memory");
});

Deno.test("loadModel() with workers answers as without", async () => {
  await withFolder(async (folder) => {
    const plain = await loadModel(folder);
    const threaded = await loadModel(folder, { workerCount: 2 });
    assertEquals(threaded.workers, { asked: 2, running: 2 });
    const all = requests(40);
    assertEquals(
      await Promise.all(all.map((request) => threaded.score(request))),
      await Promise.all(all.map((request) => plain.score(request))),
    );
    threaded.dispose();
    plain.dispose();
  });
});
