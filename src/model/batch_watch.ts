/** A batch that a lane has scored, with times in milliseconds of the process' clock. */
export interface ScoredBatch {
  readonly windowCount: number;
  /** How long the first of them had waited: for others, and for the lane. */
  readonly waitedMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly hasFailed: boolean;
}

/** Watches batches; for measuring, never for deciding. */
export interface BatchWatch {
  scored(batch: ScoredBatch): void;
}

/** Watches nothing. */
export const UNWATCHED: BatchWatch = Object.freeze({ scored() {} });
