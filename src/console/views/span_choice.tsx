import { type Span, span } from "./span.ts";

const CHOICES: readonly (readonly [Span, string])[] = [
  ["recent", "Last 30 seconds"],
  ["whole", "Whole call"],
];

/** Chooses how much of the call the charts show. */
export function SpanChoice() {
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">Time shown</legend>
      {CHOICES.map(([value, name]) => (
        <label key={value}>
          <input
            type="radio"
            name="span"
            checked={span.value === value}
            onChange={() => span.value = value}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
