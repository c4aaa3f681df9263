import { assertEquals, assertRejects } from "@std/assert";
import { Batcher, type ScoreBatch } from "../../src/model/batcher.ts";
import type { ScoredBatch } from "../../src/model/batch_watch.ts";
import type { EngineRequest } from "../../src/model/engine.ts";
import { settle } from "../session/_fakes.ts";

function request(value: number): EngineRequest {
  return { rows: [Float32Array.of(value)], steps: new Uint8Array() };
}

function rest(): Promise<void> {
  return Promise.resolve();
}

/** Answers each request with its own value, and remembers the batches. */
function recorder(): { score: ScoreBatch; batches: number[][] } {
  const batches: number[][] = [];
  return {
    batches,
    score(requests) {
      const values = requests.map(({ rows }) => rows[0]![0]!);
      batches.push(values);
      return values.map((value) => ({
        steps: new Uint8Array(),
        posterior: new Float32Array([value]),
      }));
    },
  };
}

Deno.test("Batcher scores what is asked for in one turn as one batch, in order", async () => {
  const { score, batches } = recorder();
  const batcher = new Batcher([score]);
  const results = await Promise.all(
    [3, 1, 2].map((v) => batcher.score(request(v))),
  );
  assertEquals(results.map(({ posterior }) => posterior[0]), [3, 1, 2]);
  assertEquals(batches, [[3, 1, 2]]);
});

Deno.test("Batcher never scores more at once than its limit", async () => {
  const { score, batches } = recorder();
  const batcher = new Batcher([score], { breathe: rest, maxBatch: 2 });
  await Promise.all([1, 2, 3, 4, 5].map((v) => batcher.score(request(v))));
  assertEquals(batches, [[1, 2], [3, 4], [5]]);
});

Deno.test("Batcher rejects the requests of a failed batch and goes on with the next", async () => {
  let runs = 0;
  const { score } = recorder();
  const batcher = new Batcher(
    [(requests) => {
      if (runs++ === 0) throw new Error("out of memory");
      return score(requests);
    }],
    { breathe: rest, maxBatch: 1 },
  );
  const failed = batcher.score(request(1));
  const next = batcher.score(request(2));
  await assertRejects(() => failed, Error, "out of memory");
  assertEquals((await next).posterior[0], 2);
  assertEquals((await batcher.score(request(3))).posterior[0], 3);
});

Deno.test("Batcher breathes after every batch, and what comes meanwhile is the next", async () => {
  const { score, batches } = recorder();
  const late: Promise<unknown>[] = [];
  const batcher: Batcher = new Batcher([score], {
    breathe() {
      if (late.length === 0) late.push(batcher.score(request(9)));
      return rest();
    },
    maxBatch: 2,
  });
  await Promise.all([1, 2, 3].map((v) => batcher.score(request(v))));
  await Promise.all(late);
  assertEquals(batches, [[1, 2], [3, 9]]);
});

Deno.test("Batcher keeps every lane busy, each with one batch at a time", async () => {
  const gates: (() => void)[] = [];
  const batches: number[][] = [];
  const { score } = recorder();
  const lane = (name: number) => async (requests: readonly EngineRequest[]) => {
    batches.push([name, ...requests.map(({ rows }) => rows[0]![0]!)]);
    await new Promise<void>((resolve) => gates.push(resolve));
    return await score(requests);
  };
  const batcher = new Batcher([lane(0), lane(1)], {
    breathe: rest,
    maxBatch: 2,
  });
  const answers = [1, 2, 3, 4, 5].map((v) => batcher.score(request(v)));
  await settle();
  assertEquals(batches, [[1, 1, 2], [0, 3, 4]]);
  assertEquals(batcher.depth, 1);
  gates[1]!();
  await settle();
  assertEquals(batches[2], [0, 5]);
  for (const open of gates) open();
  const results = await Promise.all(answers);
  assertEquals(results.map(({ posterior }) => posterior[0]), [1, 2, 3, 4, 5]);
});

Deno.test("Batcher tells its watch of every batch, of failed ones too, and since when it is busy", async () => {
  let nowMs = 100;
  const scored: ScoredBatch[] = [];
  const gates: (() => void)[] = [];
  const batcher = new Batcher([async () => {
    await new Promise<void>((resolve) => gates.push(resolve));
    throw new Error("out of memory");
  }], { watch: { now: () => nowMs, scored: (batch) => scored.push(batch) } });
  const failed = assertRejects(() => batcher.score(request(1)), Error);
  nowMs = 105;
  await settle();
  assertEquals(batcher.busySinceMs, 105);
  nowMs = 130;
  gates[0]!();
  await failed;
  await settle();
  assertEquals(batcher.busySinceMs, undefined);
  assertEquals(scored, [{
    windowCount: 1,
    waitedMs: 5,
    startedMs: 105,
    endedMs: 130,
    hasFailed: true,
  }]);
});
