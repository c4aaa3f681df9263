/**
 * What a session needs of a model: labels, geometry and a function, no tensors.
 *
 * @module
 */
import type { FeatureSpec } from "../audio/feature_spec.ts";

/**
 * Where embeddings and windows lie on the axis of rows.
 *
 *     rows         0 ........ 24 ... 32 ... 40        blockRows = 25, strideRows = 8
 *     embedding 0  [----------)
 *     embedding 1       [8 --------- 33)
 */
export interface ModelGeometry {
  /** Rows behind one embedding. */
  readonly blockRows: number;
  /** Rows between the starts of two embeddings. */
  readonly strideRows: number;
  /** Bytes of a step: what the model keeps of an embedding while windows pass over it. */
  readonly stepBytes: number;
  /** The most embeddings in a window. */
  readonly windowEmbeddings: number;
  /** The fewest embeddings the model was trained to judge. */
  readonly firstEmbeddings: number;
}

/** One window to score: the steps known already, and the rows of the new ones. */
export interface ScoreRequest {
  /**
   * Raw log-Mel rows `[n, melCount]` of the `k` new embeddings, in parts that lie
   * one after the other, `n = blockRows + strideRows * (k - 1)`; empty if `k` is
   * 0. Lent until the promise settles.
   */
  readonly rows: readonly Float32Array[];
  /** Known steps of the window `[known, stepBytes]`, oldest first; lent alike. */
  readonly steps: Uint8Array;
  /**
   * Who asks has nothing else to do until it is answered, as with a file: it
   * waits for no others to share a batch with.
   *
   * @default {false}
   */
  readonly isUrgent?: boolean;
}

/** A scored window. */
export interface ScoreResult {
  /** The new steps `[k, stepBytes]`, owned by the caller. */
  readonly steps: Uint8Array;
  /** Calibrated probabilities `[labels]` that sum to 1, owned by the caller. */
  readonly posterior: Float32Array;
}

/** Scores one window; windows that are asked for together may share a batch. */
export type Score = (request: ScoreRequest) => Promise<ScoreResult>;

/** A model, as sessions see it. */
export interface SessionModel {
  readonly name: string;
  /** Hash of the weights, hexadecimal. */
  readonly sha256: string;
  /** Names of the classes, in the order of a posterior. */
  readonly labels: readonly string[];
  readonly features: FeatureSpec;
  readonly geometry: ModelGeometry;
  /** Confidence below which a prediction is called uncertain. */
  readonly uncertainBelow: number;
  /** Time between the ends of two windows, a multiple of an embedding's. @default {480} */
  readonly strideMs?: number;
  readonly score: Score;
}
