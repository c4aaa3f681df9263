/**
 * Reads what Vonage says.
 *
 * @module
 */
import * as v from "valibot";
import { CALL_FIELDS, type CallFields, parseFields } from "../fields.ts";
import { readMessage } from "../read_message.ts";

/** What `websocket:connected` says. */
export interface VonageStart extends CallFields {
  readonly sampleRateHz: number;
}

const CONNECTED = "websocket:connected";
const CONTENT_TYPE = "content-type";
const L16 = /^audio\/l16; ?rate=(8000|16000|24000)$/i;
const L16_RULE = 'must be "audio/l16;rate=" and 8000, 16000 or 24000';

const SCHEMA = v.object({
  [CONTENT_TYPE]: v.pipe(v.string(), v.regex(L16, L16_RULE)),
  ...CALL_FIELDS,
});

/**
 * Reads one text message.
 *
 * @returns What begins the stream, or nothing of an event that says nothing to
 * us; Vonage may add such.
 * @throws {ProtocolError} If it is no message of Vonage's, or names audio that
 * is not served.
 */
export function parseVonageMessage(text: string): VonageStart | undefined {
  const fields = parseFields(text);
  const { event } = fields;
  if (typeof event === "string" && event !== CONNECTED) return undefined;
  const { [CONTENT_TYPE]: contentType, ...call } = readMessage(
    SCHEMA,
    CONNECTED,
    fields,
    REFUSALS,
  );
  return { sampleRateHz: Number(L16.exec(contentType)![1]), ...call };
}

const REFUSALS = new Map([[CONTENT_TYPE, "unsupported_encoding"]] as const);
