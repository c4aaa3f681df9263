import { colourOf } from "../chart/palette.ts";

/** The colour of a label, beside its name. */
export function Swatch(
  { label, labels }: { label: string; labels: readonly string[] },
) {
  return (
    <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
      <rect width="10" height="10" rx="2" fill={colourOf(label, labels)} />
    </svg>
  );
}
