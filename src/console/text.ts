/**
 * How the page writes numbers.
 *
 * @module
 */

/** A place in a call: `0:07`, `12:40`, `1:02:05`. */
export function clockText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const parts = [Math.floor(total / 60) % 60, total % 60];
  const hours = Math.floor(total / 3_600);
  const [minutes, seconds] = parts as [number, number];
  const tail = String(seconds).padStart(2, "0");
  return hours === 0
    ? `${minutes}:${tail}`
    : `${hours}:${String(minutes).padStart(2, "0")}:${tail}`;
}

/** A probability or a share: `71 %`. */
export function percentText(share: number): string {
  return `${Math.round(100 * share)} %`;
}
