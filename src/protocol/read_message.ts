/**
 * What every parser of text messages does: JSON in, fields held to their rules,
 * and a fault that names the first one that breaks its rule.
 *
 * @module
 */
import * as v from "valibot";
import { type ErrorCode, ProtocolError } from "./protocol_error.ts";

/** Characters of a client's value that an error repeats. */
const QUOTED_CHARACTERS = 80;

/**
 * Reads JSON.
 *
 * @throws {ProtocolError} `bad_json` if it is none.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError(
      "bad_json",
      `Cannot read the message as text must be JSON: current value is ${
        quote(text)
      }`,
      { cause },
    );
  }
}

/** Codes of values that can be read and are not served, by field; all other faults are `bad_message`. */
export type Refusals = ReadonlyMap<string, ErrorCode>;

/**
 * Holds a value to the rules for a message.
 *
 * @param schema Its texts are the rules that an error states.
 * @param name The message's, for the error.
 * @throws {ProtocolError} If a field is missing or breaks its rule.
 */
export function readMessage<T>(
  schema: v.GenericSchema<unknown, T>,
  name: string,
  value: unknown,
  refusals?: Refusals,
): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? "it";
  const code = issue.kind === "validation" ? refusals?.get(field) : undefined;
  throw new ProtocolError(
    code ?? "bad_message",
    `Cannot read "${name}" as ${field} ${rule(issue)}: current value is ${
      quote(issue.input)
    }`,
  );
}

/** A field that is missing has valibot's words, every other one the schema's. */
function rule(issue: v.BaseIssue<unknown>): string {
  return issue.received === "undefined" ? "must be there" : issue.message;
}

/** The rule of a value that must be one of a few. */
export function oneOf(values: readonly string[]): string {
  return `must be one of ${values.map((value) => `"${value}"`).join(", ")}`;
}

/** A value as an error shows it: JSON, cut short. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= QUOTED_CHARACTERS
    ? text
    : `${text.slice(0, QUOTED_CHARACTERS)}...`;
}
