/**
 * The fields of a message or a URL, before any rule has been applied to them.
 *
 * @module
 */
import * as v from "valibot";
import { ProtocolError } from "./protocol_error.ts";
import { parseJson, quote } from "./read_message.ts";

/** Fields by name, as they came. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON object.
 *
 * @throws {ProtocolError} `bad_json` or `bad_message` if it is none.
 */
export function parseFields(text: string): Fields {
  const value = parseJson(text);
  if (isFields(value)) return value;
  throw new ProtocolError(
    "bad_message",
    `Cannot read the message as it must be an object: current value is ${
      quote(value)
    }`,
  );
}

/** Whether a value that was JSON is an object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The parameters of a URL, the last one of each name. */
export function urlFields(target: string): Fields {
  const query = target.indexOf("?");
  if (query < 0) return {};
  return Object.fromEntries(new URLSearchParams(target.slice(query)));
}

const SHORT_RULE = "must be text of at most 256 characters";
const SHORT_TEXT = v.pipe(
  v.string(SHORT_RULE),
  v.maxLength(256, SHORT_RULE),
);

/**
 * What whoever sets up a call may say of it beside the platform's own fields:
 * in the URL, or where the platform passes on fields of one's own.
 */
export interface CallFields {
  /** Names the call. */
  readonly callId?: string | undefined;
  /** Names this stream of the call. */
  readonly streamId?: string | undefined;
  /** The roles of this call's channels: "left=agent,right=customer". */
  readonly roles?: string | undefined;
}

/** The rules of {@linkcode CallFields}. */
export const CALL_FIELDS = {
  callId: v.optional(SHORT_TEXT),
  streamId: v.optional(SHORT_TEXT),
  roles: v.optional(SHORT_TEXT),
};

const WHOLE_RULE = "must be a whole number";

/** A whole number, in digits where it stands in a URL. */
export const WHOLE_NUMBER = v.union([
  v.pipe(v.number(), v.safeInteger(WHOLE_RULE)),
  v.pipe(v.string(), v.regex(/^\d{1,9}$/, WHOLE_RULE), v.transform(Number)),
], WHOLE_RULE);
