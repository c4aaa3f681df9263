/**
 * From gradients to weights: a schedule, two optimisers, and the running average
 * of what they walk over.
 *
 * Source: the average as in Polyak and Juditsky 1992, exponential.
 *
 * @module
 */
import type { NetworkSpec } from "../model/network_spec.ts";
import type { WeightArrays } from "../model/weight_arrays.ts";
import { adamW } from "./adam_w.ts";
import { approach } from "./approach.ts";
import type { Knobs } from "./knobs.ts";
import { hiddenMatrices } from "./matrices.ts";
import { muon } from "./muon.ts";
import type { WeightState } from "./weight_step.ts";
import type { StepOutput } from "./train_step.ts";

/** All that a run needs, besides its knobs and data, to go on where it was. */
export interface FitState {
  /** Steps taken. */
  step: number;
  /** What the next step starts from; running batch statistics included. */
  readonly weights: WeightArrays;
  /** Their average, the weights that ship. */
  readonly average: WeightArrays;
  /** First moments, by name, of every trained weight. */
  readonly firstMoments: WeightArrays;
  /** Second moments alike. */
  readonly secondMoments: WeightArrays;
}

/** The state before the first step. The weights are taken over, not copied. */
export function initialState(weights: WeightArrays): FitState {
  const zeros = () =>
    copyOf(weights, (values) => new Float32Array(values.length));
  return {
    step: 0,
    weights,
    average: copyOf(weights, (values) => values.slice()),
    firstMoments: zeros(),
    secondMoments: zeros(),
  };
}

function copyOf(
  weights: WeightArrays,
  copy: (values: Float32Array) => Float32Array,
): WeightArrays {
  return new Map([...weights].map(([name, values]) => [name, copy(values)]));
}

/**
 * The schedule of the learning rates, as a share of their knobs: linear up, then
 * a half cosine down.
 *
 * @example The top of the schedule is the end of the warm-up
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { KNOBS } from "./knobs.ts";
 * import { rateShare } from "./optimiser.ts";
 *
 * const length = { stepsPerEpoch: 10, epochs: 20 };
 * equal(rateShare(10 * KNOBS.warmupEpochs - 1, length, KNOBS), 1);
 * ```
 */
export function rateShare(
  step: number,
  length: { readonly stepsPerEpoch: number; readonly epochs: number },
  knobs: Pick<Knobs, "warmupEpochs" | "finalRateShare">,
): number {
  const total = length.stepsPerEpoch * length.epochs;
  const warmup = Math.min(total, length.stepsPerEpoch * knobs.warmupEpochs);
  if (step < warmup) return (step + 1) / warmup;
  const progress = (step + 1 - warmup) / Math.max(1, total - warmup);
  const cosine = (1 + Math.cos(Math.PI * progress)) / 2;
  const { finalRateShare } = knobs;
  return finalRateShare + (1 - finalRateShare) * cosine;
}

/**
 * Moves the state by one step: hidden matrices by Muon, all else by AdamW.
 *
 * @param share Of the learning rates; see {@linkcode rateShare}.
 */
export function applyStep(
  state: FitState,
  { gradients, statistics }: Pick<StepOutput, "gradients" | "statistics">,
  share: number,
  { network, knobs }: { readonly network: NetworkSpec; readonly knobs: Knobs },
): void {
  const scale = clipScale(gradients, knobs.clipNorm);
  state.step++;
  // Early on the average forgets faster, or it would hold on to the first, random weights.
  const decay = Math.min(knobs.averageDecay, state.step / (9 + state.step));
  const size = { scale, share, decay };
  const matrices = knobs.matrixRate > 0 ? hiddenMatrices(network) : new Map();
  for (const [name, gradient] of gradients) {
    const layout = matrices.get(name);
    const weight = weightState(state, name);
    if (layout) muon(weight, gradient, layout, size, knobs);
    else adamW(name, weight, gradient, { ...size, step: state.step }, knobs);
  }
  const momentum = knobs.statisticsMomentum;
  for (const [name, values] of statistics) {
    approach(state.weights.get(name)!, values, momentum);
    approach(state.average.get(name)!, state.weights.get(name)!, decay);
  }
}

function weightState(state: FitState, name: string): WeightState {
  return {
    values: state.weights.get(name)!,
    average: state.average.get(name)!,
    firstMoments: state.firstMoments.get(name)!,
    secondMoments: state.secondMoments.get(name)!,
  };
}

/** The factor that brings the norm of all gradients together down to `limit`. */
function clipScale(gradients: WeightArrays, limit: number): number {
  let squares = 0;
  for (const gradient of gradients.values()) {
    for (let i = 0; i < gradient.length; i++) squares += gradient[i]! ** 2;
  }
  const norm = Math.sqrt(squares);
  if (!Number.isFinite(norm)) {
    throw new RangeError(
      `Cannot take a step as its gradient must be finite: its norm is ${norm}`,
    );
  }
  return norm > limit ? limit / norm : 1;
}
