/**
 * AdamW: moments of the gradient, and a decay apart from it.
 *
 * Source: Kingma and Ba 2015 with the decoupled decay of Loshchilov and Hutter
 * 2019.
 *
 * @module
 */
import type { Knobs } from "./knobs.ts";
import type { StepSize, WeightState } from "./weight_step.ts";

/**
 * Moves one weight and its average, in one pass: five arrays of its size go by
 * only once.
 *
 * @param size With the steps taken, this one included.
 */
export function adamW(
  name: string,
  { values, average, firstMoments, secondMoments }: WeightState,
  gradient: Float32Array,
  { scale, share, decay, step }: StepSize & { readonly step: number },
  { learningRate, beta1, beta2, epsilon, weightDecay }: Knobs,
): void {
  const rate = share * learningRate;
  const reach = rate / (1 - beta1 ** step);
  const widen = 1 / Math.sqrt(1 - beta2 ** step);
  const shrink = isDecayed(name) ? 1 - rate * weightDecay : 1;
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i]! * scale;
    const m = beta1 * firstMoments[i]! + (1 - beta1) * g;
    const v = beta2 * secondMoments[i]! + (1 - beta2) * g * g;
    const value = values[i]! * shrink -
      reach * m / (Math.sqrt(v) * widen + epsilon);
    firstMoments[i] = m;
    secondMoments[i] = v;
    values[i] = value;
    average[i] = decay * average[i]! + (1 - decay) * value;
  }
}

/** Decay pulls matrices and kernels to zero; biases and normalisation are left alone. */
function isDecayed(name: string): boolean {
  return name.endsWith("/kernel") || name.endsWith("/recurrent");
}
