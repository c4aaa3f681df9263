/**
 * Reads what Asterisk says, and what its dial string adds to the URL.
 *
 * @module
 */
import * as v from "valibot";
import {
  CALL_FIELDS,
  type CallFields,
  type Fields,
  parseFields,
} from "../fields.ts";
import { ProtocolError } from "../protocol_error.ts";
import { oneOf, quote, readMessage } from "../read_message.ts";
import {
  ASTERISK_FORMATS,
  type AsteriskFormat,
  type MediaStart,
} from "./messages.ts";

/** What of `MEDIA_START` is read. */
export type AsteriskStart = Pick<
  MediaStart,
  "channel" | "channel_id" | "format"
>;

const FORMATS = Object.keys(ASTERISK_FORMATS) as AsteriskFormat[];

const MEDIA_START = v.object({
  format: v.pipe(
    v.string(),
    v.check((name) => isFormat(name), oneOf(FORMATS)),
    v.transform((name) => name as AsteriskFormat),
  ),
  channel: v.string(),
  channel_id: v.optional(v.string()),
});

/**
 * Reads one text message, plain or JSON.
 *
 * @returns What begins the stream, or nothing of an event that says nothing to
 * us; Asterisk may add such.
 * @throws {ProtocolError} If it is no message of Asterisk's, or names audio that
 * is not served.
 */
export function parseAsteriskMessage(text: string): AsteriskStart | undefined {
  const fields = text.startsWith("{") ? parseFields(text) : plainFields(text);
  if (eventOf(fields) !== "MEDIA_START") return undefined;
  return readMessage(MEDIA_START, "MEDIA_START", fields, REFUSALS);
}

/**
 * Reads the parameters of the URL: `v(callId=...,roles=...)` in a dial string.
 *
 * @throws {ProtocolError} If one breaks its rule.
 */
export function readAsteriskUrl(parameters: Fields): CallFields {
  return readMessage(v.object(CALL_FIELDS), "the URL", parameters);
}

/** Fields of "EVENT name:value name:value": a value has no spaces, and may have colons. */
function plainFields(text: string): Fields {
  const [event, ...pairs] = text.trim().split(/ +/);
  const values = pairs.map((pair) => {
    const colon = pair.indexOf(":");
    return [pair.slice(0, Math.max(0, colon)), pair.slice(colon + 1)] as const;
  });
  return { ...Object.fromEntries(values), event };
}

function eventOf({ event }: Fields): string {
  if (typeof event === "string" && /^[A-Z_]{1,64}$/.test(event)) return event;
  throw new ProtocolError(
    "bad_message",
    `Cannot read the message as its event must be a name in capitals: current value is ${
      quote(event)
    }`,
  );
}

function isFormat(name: string): name is AsteriskFormat {
  return Object.hasOwn(ASTERISK_FORMATS, name);
}

const REFUSALS = new Map([["format", "unsupported_encoding"]] as const);
