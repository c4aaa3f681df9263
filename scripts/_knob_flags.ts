/**
 * A flag for every knob of the recipe.
 *
 *     --learning-rate 1e-3 --gain-db=-6,6
 *
 * @module
 */
import {
  KNOB_NAMES,
  KNOBS,
  type Knobs,
  RECIPE_KNOBS,
} from "../src/training/knobs.ts";

/** What `parseArgs` gives for the knobs. */
export type KnobFlags = Readonly<Record<string, unknown>>;

/** Their options for `parseArgs`; without the seed where seeds are counted. */
export const KNOB_OPTIONS: Readonly<Record<string, { type: "string" }>> = Object
  .fromEntries(KNOB_NAMES.map((name) => [flagOf(name), { type: "string" }]));

/**
 * The recipe, but for the knobs that are given.
 *
 * @param act The program's, for errors.
 * @throws {SyntaxError} If a value breaks its knob's rule.
 */
export function readKnobs(act: string, flags: KnobFlags): Knobs {
  const given = KNOB_NAMES.flatMap((name) => {
    const text = flags[flagOf(name)];
    return typeof text === "string" ? [[name, readKnob(act, name, text)]] : [];
  });
  return { ...KNOBS, ...Object.fromEntries(given) };
}

/** A line for each knob: flag, value, reason. */
export function knobUsage(): string {
  return KNOB_NAMES.map((name) => {
    const { value, why } = RECIPE_KNOBS[name];
    return `  --${flagOf(name).padEnd(20)} ${shown(value)}\n      ${why}`;
  }).join("\n");
}

function readKnob(act: string, name: keyof Knobs, text: string) {
  const { parse, rule } = RECIPE_KNOBS[name];
  const value = parse(text);
  if (value !== undefined) return value;
  throw new SyntaxError(
    `Cannot ${act} as --${
      flagOf(name)
    } must be ${rule}: current value is "${text}"`,
  );
}

function shown(value: number | readonly number[]): string {
  const numbers = typeof value === "number" ? [value] : value;
  return numbers.map((n) => String(Number(n.toPrecision(4)))).join(",");
}

/** `gainDb` as `gain-db`. */
function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
