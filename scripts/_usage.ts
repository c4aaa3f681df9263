/**
 * What a process uses of its machine, as it tells itself.
 *
 * @module
 */
import process from "node:process";

/** What a process has used up to a moment, and holds at it. */
export interface Usage {
  /** The moment, on a clock of that process. */
  readonly atMs: number;
  /** Computing of all its threads since it began. */
  readonly cpuMs: number;
  /** Memory that it holds. */
  readonly rssBytes: number;
  /** What of it are objects and array buffers, those that are garbage already included. */
  readonly heapBytes: number;
  /** Tensors that tfjs keeps on the main thread, or null if it is not there. */
  readonly tensors: number | null;
}

/** What this process uses now. */
export function usageNow(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = Deno.memoryUsage();
  return {
    atMs: performance.now(),
    cpuMs: (user + system) / 1000,
    rssBytes: rss,
    heapBytes: heapUsed + external,
    tensors: tensorCount(),
  };
}

/** Cores' worth of computing between the first usage and the last, or null if that is no time. */
export function coresUsed(usages: readonly Usage[]): number | null {
  const first = usages[0];
  const last = usages.at(-1);
  if (first === undefined || last === undefined) return null;
  const passedMs = last.atMs - first.atMs;
  return passedMs > 0 ? (last.cpuMs - first.cpuMs) / passedMs : null;
}

/** Where tfjs keeps its engine, so that several copies of it share one. */
interface TfjsGlobal {
  readonly _tfengine?: { readonly state: { readonly numTensors: number } };
}

/** Read where tfjs keeps it: who watches a server must not load tfjs into it. */
function tensorCount(): number | null {
  const engine = (globalThis as TfjsGlobal)._tfengine;
  return engine?.state.numTensors ?? null;
}
