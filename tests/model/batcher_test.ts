import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import {
  Batcher,
  type BatchRequest,
  type ScoreBatch,
} from "../../src/model/batcher.ts";
import type { ScoredBatch } from "../../src/model/batch_watch.ts";
import type { EngineRequest } from "../../src/model/engine.ts";
import { handClock } from "../server/_hand_clock.ts";
import { settle } from "../session/_fakes.ts";

fc.configureGlobal({ seed: 2_026 });

function request(value: number): EngineRequest {
  return { rows: [Float32Array.of(value)], steps: new Uint8Array() };
}

/** One that waits for no others. */
function urgent(value: number): BatchRequest {
  return { ...request(value), isUrgent: true };
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
    [3, 1, 2].map((v) => batcher.score(urgent(v))),
  );
  assertEquals(results.map(({ posterior }) => posterior[0]), [3, 1, 2]);
  assertEquals(batches, [[3, 1, 2]]);
});

Deno.test("Batcher never scores more at once than its limit", async () => {
  const { score, batches } = recorder();
  const batcher = new Batcher([score], { breathe: rest, maxBatch: 2 });
  await Promise.all([1, 2, 3, 4, 5].map((v) => batcher.score(urgent(v))));
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
  const failed = batcher.score(urgent(1));
  const next = batcher.score(urgent(2));
  await assertRejects(() => failed, Error, "out of memory");
  assertEquals((await next).posterior[0], 2);
  assertEquals((await batcher.score(urgent(3))).posterior[0], 3);
});

Deno.test("Batcher breathes after every batch, and what comes meanwhile is the next", async () => {
  const { score, batches } = recorder();
  const late: Promise<unknown>[] = [];
  const batcher: Batcher = new Batcher([score], {
    breathe() {
      if (late.length === 0) late.push(batcher.score(urgent(9)));
      return rest();
    },
    maxBatch: 2,
  });
  await Promise.all([1, 2, 3].map((v) => batcher.score(urgent(v))));
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
  const answers = [1, 2, 3, 4, 5].map((v) => batcher.score(urgent(v)));
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
  }], {
    watch: { scored: (batch) => scored.push(batch) },
    clock: { now: () => nowMs, after: () => () => {} },
  });
  const failed = assertRejects(() => batcher.score(urgent(1)), Error);
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

/** A batcher, the batches it made, and its time. */
function gathering() {
  const { score, batches } = recorder();
  const hands = handClock();
  const batcher = new Batcher([score], { clock: hands.clock });
  /** Asks for windows, so many milliseconds apart. */
  async function ask(count: number, apartMs: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      batcher.score(request(i));
      await settle();
      hands.pass(apartMs);
    }
  }
  return { ...hands, batches, batcher, ask };
}

Deno.test("Batcher answers at once as long as few windows come", async () => {
  const { batches, batcher, pass } = gathering();
  for (let i = 0; i < 20; i++) {
    await batcher.score(request(i)); // would wait for ever
    pass(10);
  }
  assertEquals(batches.length, 20);
});

Deno.test("Batcher waits until eight are together where many windows come", async () => {
  const { batches, ask } = gathering();
  await ask(11, 2);
  assertEquals(batches, [[0], [1], [2], [3, 4, 5, 6, 7, 8, 9, 10]]);
});

Deno.test("Batcher keeps no window waiting for others for more than 24 ms", async () => {
  const { batches, pass, ask } = gathering();
  await ask(6, 1);
  assertEquals(batches, [[0], [1], [2]]);
  pass(20); // the fourth was asked for 23 ms ago
  await settle();
  assertEquals(batches.length, 3);
  pass(1);
  await settle();
  assertEquals(batches[3], [3, 4, 5]);
});

Deno.test("Batcher lets an urgent window wait for nobody, and those that wait go with it", async () => {
  const { batches, batcher, isWaiting } = gathering();
  for (let i = 0; i < 5; i++) batcher.score(request(i));
  await settle();
  assertEquals(batches, []);
  assert(isWaiting());
  await batcher.score(urgent(5));
  assertEquals(batches, [[0, 1, 2, 3, 4, 5]]);
  assert(!isWaiting());
  for (let i = 6; i < 20; i++) {
    await batcher.score(urgent(i));
  }
  assertEquals(batches.length, 15);
});

Deno.test("Batcher lets windows wait for once if nobody else comes, and then not until more have", async () => {
  const { batches, batcher, pass } = gathering();
  let heldMs = 0;
  for (let i = 0; i < 40; i++) { // each is asked for when the one before is answered
    let isAnswered = false;
    batcher.score(request(i)).then(() => isAnswered = true);
    for (await settle(); !isAnswered; await settle()) {
      pass(1);
      heldMs++;
    }
  }
  assertEquals(batches.length, 40);
  assertEquals(heldMs, 10 * 24);
});

Deno.test("Batcher holds windows back while a lane is busy only as long as if it had been idle", async () => {
  const { score, batches } = recorder();
  const { clock, pass } = handClock();
  const gates: (() => void)[] = [];
  const batcher = new Batcher([async (requests) => {
    await new Promise<void>((resolve) => gates.push(resolve));
    return await score(requests);
  }], { clock });
  for (let i = 0; i < 6; i++) {
    batcher.score(request(i));
    await settle();
    pass(5);
  }
  pass(30);
  gates[0]!();
  await settle();
  gates[1]!();
  await settle();
  assertEquals(batches, [[0], [1, 2, 3, 4, 5]]);
});

Deno.test("Batcher answers in order and within 24 ms, however windows come", async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 });
  await fc.assert(fc.asyncProperty(gaps, async (gaps) => {
    const { batches, batcher, clock, pass } = gathering();
    const waitedMs: number[] = [];
    const goOn = async (ms: number) => {
      for (let i = 0; i < ms; i++) {
        pass(1);
        await settle(20);
      }
    };
    for (const [i, gapMs] of gaps.entries()) {
      await goOn(gapMs);
      const askedMs = clock.now();
      batcher.score(request(i)).then(() => waitedMs[i] = clock.now() - askedMs);
      await settle(20);
    }
    await goOn(24);
    assertEquals(batches.flat(), gaps.map((_, i) => i));
    assert(batches.every(({ length }) => length <= 8));
    assert(waitedMs.length === gaps.length);
    assert(waitedMs.every((ms) => ms <= 24), `${waitedMs}`);
  }));
});
