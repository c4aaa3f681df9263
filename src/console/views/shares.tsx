import { percentText } from "../text.ts";
import { colourOf } from "../chart/palette.ts";
import { Swatch } from "./swatch.tsx";

/** The probability of each label: a bar, a name and a number. */
export function Shares(
  { labels, posterior }: {
    labels: readonly string[];
    posterior: Readonly<Record<string, number>> | null | undefined;
  },
) {
  return (
    <ul class="shares">
      {labels.map((label) => (
        <li key={label}>
          <Swatch label={label} labels={labels} />
          <span class="name">{label}</span>
          <svg
            class="bar"
            viewBox="0 0 100 1"
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <rect
              width={100 * (posterior?.[label] ?? 0)}
              height="1"
              fill={colourOf(label, labels)}
            />
          </svg>
          <span class="number">
            {posterior ? percentText(posterior[label] ?? 0) : "–"}
          </span>
        </li>
      ))}
    </ul>
  );
}
