/**
 * What there is to measure of the process itself, under the names that dashboards
 * of any program look for.
 *
 * @module
 */
import process from "node:process";
import type { Meter } from "./meter.ts";

/** Makes memory, processor time and start of this process known. */
export function measureProcess(meter: Meter): void {
  meter.gauge({
    name: "process_resident_memory_bytes",
    help: "Memory of the process that is in RAM",
    read: () => [{ value: Deno.memoryUsage().rss }],
  });
  meter.gauge({
    name: "process_heap_bytes",
    help: "JavaScript heap in use, of this thread",
    read: () => [{ value: Deno.memoryUsage().heapUsed }],
  });
  meter.counter({
    name: "process_cpu_seconds_total",
    help: "Processor time used, by all threads",
    read() {
      const { user, system } = process.cpuUsage();
      return [{ value: (user + system) / 1e6 }];
    },
  });
  meter.gauge({
    name: "process_start_time_seconds",
    help: "When the process started, in seconds since 1970",
    read: () => [{ value: performance.timeOrigin / 1000 }],
  });
}
