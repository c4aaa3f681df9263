/**
 * AdamW with a clipped gradient, and the running average of what it walks over.
 *
 * Source: Kingma and Ba 2015 with the decoupled decay of Loshchilov and Hutter
 * 2019; the average as in Polyak and Juditsky 1992, exponential.
 *
 * @module
 */
import type { WeightArrays } from "../model/weight_arrays.ts";
import type { Knobs } from "./knobs.ts";
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
 * The learning rate of a step: linear up, then a half cosine down.
 *
 * @example The top of the schedule is the end of the warm-up
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { KNOBS } from "./knobs.ts";
 * import { learningRate } from "./optimiser.ts";
 *
 * const length = { stepsPerEpoch: 10, epochs: 20 };
 * equal(learningRate(19, length, KNOBS), KNOBS.learningRate);
 * ```
 */
export function learningRate(
  step: number,
  length: { readonly stepsPerEpoch: number; readonly epochs: number },
  knobs: Pick<Knobs, "learningRate" | "warmupEpochs" | "finalRateShare">,
): number {
  const total = length.stepsPerEpoch * length.epochs;
  const warmup = Math.min(total, length.stepsPerEpoch * knobs.warmupEpochs);
  if (step < warmup) return knobs.learningRate * (step + 1) / warmup;
  const progress = (step + 1 - warmup) / Math.max(1, total - warmup);
  const cosine = (1 + Math.cos(Math.PI * progress)) / 2;
  const { finalRateShare } = knobs;
  return knobs.learningRate * (finalRateShare + (1 - finalRateShare) * cosine);
}

/** Moves the state by one step. */
export function applyStep(
  state: FitState,
  { gradients, statistics }: Pick<StepOutput, "gradients" | "statistics">,
  rate: number,
  knobs: Knobs,
): void {
  const scale = clipScale(gradients, knobs.clipNorm);
  state.step++;
  // Early on the average forgets faster, or it would hold on to the first, random weights.
  const decay = Math.min(knobs.averageDecay, state.step / (9 + state.step));
  for (const [name, gradient] of gradients) {
    adamW(state, name, gradient, { scale, rate, decay }, knobs);
  }
  const momentum = knobs.statisticsMomentum;
  for (const [name, values] of statistics) {
    approach(state.weights.get(name)!, values, momentum);
    approach(state.average.get(name)!, state.weights.get(name)!, decay);
  }
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

/** How far a step goes. */
interface StepSize {
  /** Of the gradient, from clipping. */
  readonly scale: number;
  /** The learning rate. */
  readonly rate: number;
  /** Of the running average. */
  readonly decay: number;
}

/** Moves one weight and its average, in one pass: five arrays of its size go by only once. */
function adamW(
  { step, weights, average, firstMoments, secondMoments }: FitState,
  name: string,
  gradient: Float32Array,
  { scale, rate, decay }: StepSize,
  { beta1, beta2, epsilon, weightDecay }: Knobs,
): void {
  const values = weights.get(name)!;
  const means = average.get(name)!;
  const first = firstMoments.get(name)!;
  const second = secondMoments.get(name)!;
  const reach = rate / (1 - beta1 ** step);
  const widen = 1 / Math.sqrt(1 - beta2 ** step);
  const shrink = isDecayed(name) ? 1 - rate * weightDecay : 1;
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i]! * scale;
    const m = beta1 * first[i]! + (1 - beta1) * g;
    const v = beta2 * second[i]! + (1 - beta2) * g * g;
    const value = values[i]! * shrink -
      reach * m / (Math.sqrt(v) * widen + epsilon);
    first[i] = m;
    second[i] = v;
    values[i] = value;
    means[i] = decay * means[i]! + (1 - decay) * value;
  }
}

/** Decay pulls matrices and kernels to zero; biases and normalisation are left alone. */
function isDecayed(name: string): boolean {
  return name.endsWith("/kernel") || name.endsWith("/recurrent");
}

/** `values = decay * values + (1 - decay) * target`, in place. */
function approach(
  values: Float32Array,
  target: Float32Array,
  decay: number,
): void {
  for (let i = 0; i < values.length; i++) {
    values[i] = decay * values[i]! + (1 - decay) * target[i]!;
  }
}
