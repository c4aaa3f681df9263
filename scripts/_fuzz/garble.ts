/**
 * Messages made wrong: nothing in them is right but by chance.
 *
 * @module
 */
import type { Random } from "../../src/training/random.ts";

/** Values that parsers trip over. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  -0.5,
  2 ** 53,
  "",
  "\u0000",
  "\ud800",
  "__proto__",
  "constructor",
  "😀".repeat(50),
  "x".repeat(5_000),
  "NaN",
  [],
  {},
  [[[[[[[[]]]]]]]],
  { toString: "no" },
  { length: -1 },
];

/** Half of the messages can still be read as JSON, so that they get past the first look. */
const KINDS = 12;

/** A text message that was right before. */
export function garbleText(random: Random, text: string): string {
  switch (random.integer(0, KINDS)) {
    case 0:
      return text.slice(0, random.integer(0, text.length + 1));
    case 1:
      return withoutSome(random, text);
    case 2:
      return text + random.pick(["}", ",", "\u0000", " null", text]);
    case 3:
      return text.replaceAll('"', random.pick(["'", "", '""', "\\"]));
    case 4:
      return `${"[".repeat(random.integer(1, 5_000))}${text}`;
    case 5:
      return String.fromCharCode(
        ...randomBytes(random, random.integer(0, 300)),
      );
    default:
      return garbleJson(random, text);
  }
}

/** Some bytes, of any value. */
export function randomBytes(random: Random, length: number): Uint8Array<
  ArrayBuffer
> {
  return Uint8Array.from({ length }, () => random.integer(0, 256));
}

/** Bytes that were right before. */
export function garbleBytes(
  random: Random,
  bytes: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const some = bytes.slice(0, random.integer(0, bytes.length + 1));
  for (
    let flips = random.integer(0, 20);
    flips > 0 && some.length > 0;
    flips--
  ) {
    some[random.integer(0, some.length)] = random.integer(0, 256);
  }
  return some;
}

function withoutSome(random: Random, text: string): string {
  const from = random.integer(0, text.length + 1);
  return text.slice(0, from) + text.slice(from + random.integer(1, 20));
}

/** The same message with one value of it replaced, renamed or left out. */
function garbleJson(random: Random, text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return withoutSome(random, text); // it is a platform's plain text
  }
  const holders = holdersIn(value);
  if (holders.length === 0) return JSON.stringify(random.pick(ODD_VALUES));
  const holder = random.pick(holders);
  const key = random.pick(Object.keys(holder));
  const way = random.uniform();
  if (way < 0.2) delete holder[key];
  else if (way < 0.4) holder[`${key} `] = holder[key];
  else holder[key] = random.pick(ODD_VALUES);
  return JSON.stringify(value);
}

type Holder = Record<string, unknown>;

/** All objects and lists in a value that hold something. */
function holdersIn(value: unknown): Holder[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Object.keys(value).length > 0 ? [value as Holder] : [];
  return [...own, ...Object.values(value).flatMap(holdersIn)];
}
