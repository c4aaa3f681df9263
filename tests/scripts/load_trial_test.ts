import { assertEquals } from "@std/assert";
import type { LoadResult } from "../../scripts/_load_result.ts";
import { searchLimit } from "../../scripts/_load_trial.ts";

/** What a load of a server finds that bears so many sessions, by a generator that can so many. */
function load(sessions: number, borne: number, sendable = Infinity) {
  const figures = { p50: 1, p95: 2, p99: 3, max: 4 };
  const result: LoadResult = {
    sessions,
    calls: sessions,
    held: sessions,
    left: 0,
    refused: [],
    lost: [],
    predictions: { expected: 10, received: 10, speechShare: 1 },
    skipped: sessions <= borne ? 0 : 1,
    latencyMs: figures,
    eventLoopDelayMs: figures,
    server: null,
    generator: { latenessMs: figures, cores: 0.1 },
    isValid: sessions <= sendable,
  };
  return Promise.resolve(result);
}

Deno.test("searchLimit() tells every trial, and that of the limit again", async () => {
  const told: number[] = [];
  const { limit, isKnown, best, trials } = await searchLimit(
    4,
    (sessions) => load(sessions, 11),
    ({ sessions }) => told.push(sessions),
  );
  assertEquals([limit, isKnown, best.sessions], [11, true, 11]);
  assertEquals(told, [4, 8, 16, 12, 10, 11]);
  assertEquals(trials.map(({ sessions }) => sessions), told);
});

Deno.test("searchLimit() ends where the generator is late again and again, with what was borne before", async () => {
  const { limit, isKnown, best, trials } = await searchLimit(
    4,
    (sessions) => load(sessions, 100, 10),
    () => {},
  );
  assertEquals([limit, isKnown, best.sessions], [8, false, 8]);
  assertEquals(trials.map(({ sessions }) => sessions), [4, 8, 16, 16, 16]);
});

Deno.test("searchLimit() tries again where the generator was late once", async () => {
  let trialCount = 0;
  const { limit, isKnown, best, trials } = await searchLimit(
    4,
    (sessions) => load(sessions, 4, ++trialCount === 1 ? 0 : Infinity),
    () => {},
  );
  assertEquals([limit, isKnown, best.isValid], [4, true, true]);
  assertEquals(trials.map(({ sessions }) => sessions), [4, 4, 8, 6, 5]);
});

Deno.test("searchLimit() shows the last trial where nothing was borne", async () => {
  const { limit, best, trials } = await searchLimit(
    2,
    (sessions) => load(sessions, 0),
    () => {},
  );
  assertEquals([limit, best.sessions, trials.length], [0, 1, 2]);
});
