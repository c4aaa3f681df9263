/**
 * What there is to measure of batches; with OpenTelemetry, a span for each.
 *
 * @module
 */
import { SpanStatusCode, trace } from "@opentelemetry/api";
import type { BatchWatch, ScoredBatch } from "../model/batch_watch.ts";
import type { Meter } from "./meter.ts";

/** Windows: to the most that go into a batch. */
const SIZE_EDGES = [1, 2, 3, 4, 6, 8, 12, 16];
/** A batch of one window takes about 3 ms, of 16 some 30 (two cores, November 2026). */
const TIME_EDGES_SECONDS = [
  ...[0.001, 0.0025, 0.005, 0.01, 0.02],
  ...[0.04, 0.08, 0.16, 0.32, 0.64, 1.28],
];

/** Watches batches: their sizes, how long they waited for an engine, and how long that took. */
export function measureBatches(meter: Meter): BatchWatch {
  const observeSize = meter.histogram({
    name: "undertone_batch_windows",
    help: "Windows in a batch",
    edges: SIZE_EDGES,
  });
  const observeWait = meter.histogram({
    name: "undertone_batch_wait_seconds",
    help:
      "How long the first window of a batch waited for others and for an engine",
    edges: TIME_EDGES_SECONDS,
  });
  const observeTime = meter.histogram({
    name: "undertone_batch_score_seconds",
    help: "From a batch handed to an engine to its answer",
    edges: TIME_EDGES_SECONDS,
  });
  return {
    scored(batch) {
      observeSize(batch.windowCount);
      observeWait(batch.waitedMs / 1000);
      observeTime((batch.endedMs - batch.startedMs) / 1000);
      traceBatch(batch);
    },
  };
}

/** A batch serves windows of many calls, so its span is nobody's child. */
function traceBatch(batch: ScoredBatch): void {
  const { windowCount, waitedMs, startedMs, endedMs, hasFailed } = batch;
  const span = trace.getTracer("undertone").startSpan("batch", {
    root: true,
    startTime: epochMs(startedMs),
    attributes: {
      "undertone.batch.windows": windowCount,
      "undertone.batch.wait_ms": waitedMs,
    },
  });
  if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(epochMs(endedMs));
}

/** What spans want of a time on the process' clock. */
function epochMs(ms: number): number {
  return performance.timeOrigin + ms;
}
