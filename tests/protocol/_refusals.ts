/**
 * What every parser of a platform's texts is held to.
 *
 * @module
 */
import { assert, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ProtocolError } from "../../src/protocol/protocol_error.ts";

/** Texts a parser is stormed with; a dialog hears 20,000. */
export const STORM_RUNS = 2_000;

/** Code and message of a refusal. */
export function refusal(act: () => unknown): ProtocolError {
  return assertThrows(act, ProtocolError);
}

/** Whatever the text, `parse` gives an answer or a refusal that is the client's fault. */
export function assertAnswered(
  parse: (text: string) => unknown,
  text: string,
): void {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    assert(error.code !== "internal", error.message);
    assert(error.message.startsWith("Cannot read "), error.message);
    assert(error.message.length < 500, `${error.message.length}`);
  }
}

/** Any text, any JSON, and texts of a platform that were cut, mangled or changed in a field. */
export function anyText(texts: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...texts) },
    { weight: 4, arbitrary: mangled(texts) },
    { weight: 4, arbitrary: withAnyField(texts) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  );
}

function mangled(texts: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(
    fc.constantFrom(...texts),
    fc.nat(400),
    fc.nat(8),
    fc.string({ unit: "binary", maxLength: 4 }),
  ).map(([text, at, gone, inserted]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + inserted + text.slice(place + gone);
  });
}

function withAnyField(texts: readonly string[]): fc.Arbitrary<string> {
  const objects = texts.filter((text) => text.startsWith("{"))
    .map((text) => JSON.parse(text) as Record<string, unknown>);
  const names = [...new Set(objects.flatMap(Object.keys)), "__proto__"];
  return fc.tuple(
    fc.constantFrom(...objects),
    fc.constantFrom(...names),
    fc.jsonValue({ maxDepth: 1 }),
  ).map(([object, name, value]) =>
    JSON.stringify({ ...object, [name]: value })
  );
}
