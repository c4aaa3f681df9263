/** What a page costs, as Chromium counts it. */
import type { CDPSession, Page } from "puppeteer-core";

/** What has been used so far. */
export interface Cost {
  /** Seconds that the page's main thread has computed. */
  readonly threadS: number;
  /** Seconds that its process has computed, on all threads. */
  readonly processS: number;
  /** Bytes of objects that are in use, and of the memory of typed arrays. */
  readonly heapBytes: number;
  readonly nodes: number;
}

/** Watches a page. */
export async function watchCost(page: Page): Promise<() => Promise<Cost>> {
  const session = await page.createCDPSession();
  await session.send("Performance.enable");
  return () => costOf(session);
}

async function costOf(session: CDPSession): Promise<Cost> {
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const { usedSize, backingStorageSize = 0 } = await session.send(
    "Runtime.getHeapUsage",
  ) as { usedSize: number; backingStorageSize?: number };
  const value = (name: string) =>
    metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    threadS: value("ThreadTime"),
    processS: value("ProcessTime"),
    heapBytes: usedSize + backingStorageSize,
    nodes: value("Nodes"),
  };
}
