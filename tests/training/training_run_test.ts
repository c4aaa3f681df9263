import { assert, assertEquals, assertRejects } from "@std/assert";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import type { FitTask } from "../../src/training/fit.ts";
import { TrainingRun } from "../../src/training/training_run.ts";
import { tinyClips, tinyTask } from "./_tiny_task.ts";

const DATA = "d1";

async function withFile(act: (file: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "training_run_" });
  try {
    await act(`${folder}/run.checkpoint`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Trains until the end, or until so many epochs or steps were taken and the process is "killed". */
async function train(
  run: TrainingRun,
  { epochs = Infinity, steps = Infinity } = {},
): Promise<void> {
  let epochCount = 0;
  let stepCount = 0;
  const onStep = () => {
    if (++stepCount >= steps) throw new Error("killed");
  };
  try {
    for await (const _ of run.train(tinyClips(6), onStep)) {
      if (++epochCount >= epochs) return;
    }
  } catch (error) {
    if ((error as Error).message !== "killed") throw error;
  }
}

async function straight(task: FitTask): Promise<TrainingRun> {
  const file = await Deno.makeTempFile();
  const run = TrainingRun.begin(task, DATA, file);
  await train(run);
  await Deno.remove(file);
  return run;
}

for (
  const kill of [{ epochs: 1 }, { epochs: 2 }, { steps: 6 }, { steps: 11 }]
) {
  Deno.test(`TrainingRun killed after ${JSON.stringify(kill)} goes on to the same result`, async () => {
    await startWasmBackend();
    const task = tinyTask(3);
    const expected = await straight(task);
    await withFile(async (file) => {
      await train(TrainingRun.begin(task, DATA, file), kill);
      const resumed = await TrainingRun.resume(task, DATA, file);
      assert(resumed.history.length > 0 && resumed.history.length < 3);
      await train(resumed);
      assertEquals(resumed.state, expected.state);
      assertEquals(resumed.history, expected.history);
    });
  });
}

Deno.test("TrainingRun keeps loss and validation of every epoch", async () => {
  await startWasmBackend();
  const { history } = await straight(tinyTask(2));
  assertEquals(history.map(({ epoch }) => epoch), [1, 2]);
  for (const { loss, validation } of history) {
    for (const value of [loss, validation!.loss, validation!.uar]) {
      assert(Number.isFinite(value) && value >= 0);
    }
  }
});

Deno.test("TrainingRun.resume() refuses where nothing was left", async () => {
  await withFile(async (file) => {
    await assertRejects(
      () => TrainingRun.resume(tinyTask(1), DATA, file),
      RangeError,
      file,
    );
  });
});

Deno.test("TrainingRun.resume() refuses another run, naming what differs", async () => {
  await startWasmBackend();
  await withFile(async (file) => {
    await train(TrainingRun.begin(tinyTask(2), DATA, file), { epochs: 1 });
    await assertRejects(
      () => TrainingRun.resume(tinyTask(9), DATA, file),
      RangeError,
      "Cannot resume as knobs.epochs must be the checkpoint's 2: current value is 9",
    );
    await assertRejects(
      () => TrainingRun.resume(tinyTask(2), "d2", file),
      RangeError,
      'data must be the checkpoint\'s "d1": current value is "d2"',
    );
  });
});

Deno.test("TrainingRun.resume() refuses a file that was cut short", async () => {
  await startWasmBackend();
  await withFile(async (file) => {
    await train(TrainingRun.begin(tinyTask(2), DATA, file), { epochs: 1 });
    for (const size of [0, 3, 2000]) {
      await Deno.truncate(file, size);
      await assertRejects(
        () => TrainingRun.resume(tinyTask(2), DATA, file),
        RangeError,
        `current size is ${Math.min(size, (await Deno.stat(file)).size)}`,
      );
      await train(TrainingRun.begin(tinyTask(2), DATA, file), { epochs: 1 });
    }
  });
});
