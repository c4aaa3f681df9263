/**
 * Something to time against the audio it works through.
 *
 * @module
 */

/** Audio of one run, long enough for a run to take milliseconds. */
export const RUN_SECONDS = 10;

/** Runs before the clock counts, for the compiler, and runs of which the median is told. */
const WARM_RUNS = 5;
const TIMED_RUNS = 21;

/** One thing to time: `run` works through {@linkcode RUN_SECONDS} of audio. */
export interface Stage {
  readonly name: string;
  readonly run: () => void | Promise<void>;
  /** Channels that a run works through at once. @default {1} */
  readonly channelCount?: number;
}

/** What a stage costs one channel. */
export interface Timing {
  readonly stage: string;
  /** Seconds of audio in a second of computing. */
  readonly timesRealTime: number;
  /** Computing for a second of audio. */
  readonly usPerSecond: number;
}

/** Times a stage: the median of its runs. */
export async function time(
  { name, run, channelCount = 1 }: Stage,
): Promise<Timing> {
  for (let i = 0; i < WARM_RUNS; i++) await run();
  const runsMs: number[] = [];
  for (let i = 0; i < TIMED_RUNS; i++) {
    const startMs = performance.now();
    await run();
    runsMs.push(performance.now() - startMs);
  }
  const medianMs = median(runsMs);
  const heardSeconds = RUN_SECONDS * channelCount;
  return {
    stage: name,
    timesRealTime: Math.round(heardSeconds * 1000 / medianMs),
    usPerSecond: Math.round(medianMs * 1000 / heardSeconds),
  };
}

/** The middle one of the values, the upper of two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Values without a pattern, within 0.2 of 0; what they say does not change the time. */
export function babble(count: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, i) => 0.1 * Math.sin(i * 0.05) + 0.1 * Math.sin(i * i * 0.001),
  );
}
