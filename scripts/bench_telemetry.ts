/**
 * Times what measuring costs: a message, a window, a batch, and a scrape while 500
 * calls are open.
 */
import { CallCounters } from "../src/results/call_counters.ts";
import { Traffic } from "../src/server/traffic.ts";
import type { CallInfo } from "../src/session/call_sink.ts";
import { measureBatches } from "../src/telemetry/batch_measures.ts";
import { measureCalls } from "../src/telemetry/call_measures.ts";
import { Meter } from "../src/telemetry/meter.ts";
import { measureWindows } from "../src/telemetry/window_latency.ts";
import { thisMachine } from "./_machine.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task bench:telemetry
`;

/** Enough for the compiler, and for the clock. */
const ROUNDS = 1_000_000;
const SCRAPES = 200;
const CALLS = 500;

runProgram(USAGE, async () => {
  const meter = new Meter();
  const calls = new CallCounters();
  const traffic = new Traffic();
  measureCalls(meter, calls);
  const windows = measureWindows(meter);
  const batches = measureBatches(meter);
  for (let i = 0; i < CALLS; i++) calls.started(callOf(i));

  const call = callOf(0);
  const { cpu, cores, deno } = thisMachine();
  print(`${cpu}, ${cores} cores, Deno ${deno}`);
  print(line(
    "a message",
    each(() => {
      traffic.receivedMessages++;
      traffic.receivedBytes += 640;
    }),
  ));
  print(line(
    "a window",
    each((i) => {
      windows.answered({ nowMs: i % 500, arrivedMs: 0, expectedMs: 0 });
      calls.predicted(call, prediction(i));
    }),
  ));
  print(line(
    "a batch",
    each((i) =>
      batches.scored({
        windowCount: 1 + i % 16,
        waitedMs: i % 40,
        startedMs: 0,
        endedMs: 20,
        hasFailed: false,
      })
    ),
  ));
  const startMs = performance.now();
  for (let i = 0; i < SCRAPES; i++) await meter.text();
  const scrapeNs = 1e6 * (performance.now() - startMs) / SCRAPES;
  print(line("a scrape", scrapeNs));
});

/** Nanoseconds that one of many takes. */
function each(act: (i: number) => void): number {
  for (let i = 0; i < ROUNDS; i++) act(i);
  const startMs = performance.now();
  for (let i = 0; i < ROUNDS; i++) act(i);
  return 1e6 * (performance.now() - startMs) / ROUNDS;
}

function line(what: string, ns: number): string {
  const shown = ns < 1_000
    ? `${ns.toFixed(1)} ns`
    : `${(ns / 1_000).toFixed(1)} µs`;
  return `${what.padEnd(12)}${shown.padStart(12)}`;
}

function callOf(i: number): CallInfo {
  return {
    platform: "native",
    sessionId: `s${i}`,
    callId: `s${i}`,
    streamId: `s${i}`,
    tenant: "default",
    generation: 0,
    startedAtMs: 0,
    model: { name: "fake", sha256: "", labels: [] },
    channels: [{ direction: "0", role: "customer", place: 0 }],
  };
}

function prediction(i: number) {
  return {
    type: "prediction",
    channel: 0,
    role: "customer",
    index: i,
    startMs: 0,
    endMs: 0,
    state: "speech",
    label: i % 2 ? "angry" : "calm",
    confidence: 1,
    posterior: null,
    skipped: 0,
    bufferedMs: 0,
  } as const;
}
