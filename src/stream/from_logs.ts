/**
 * Probabilities from mean logarithms of probabilities: the end of a geometric
 * mean, after which they sum to 1 again.
 *
 * @param logs `[labels]`, in nats; what all have in common does not matter.
 * @returns `[labels]`, sums to 1; owned by the caller.
 */
export function fromLogs(logs: Float64Array): Float64Array {
  const highest = Math.max(...logs);
  const powers = logs.map((log) => Math.exp(log - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
