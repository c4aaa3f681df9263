/**
 * Turns text from the network into a message the rest of the code can trust.
 *
 * @module
 */
import * as v from "valibot";
import { ProtocolError } from "../protocol_error.ts";
import { oneOf, parseJson, quote, readMessage } from "../read_message.ts";
import {
  AUDIO_ENCODINGS,
  type ClientMessage,
  MAX_CALL_ID_CHARACTERS,
  MAX_CHANNELS,
  MAX_STATE_CHARACTERS,
  type Open,
  RATE_RANGE_HZ,
  ROLES,
  VERSION,
} from "./messages.ts";

const RATE_RULE =
  `must be a whole number from ${RATE_RANGE_HZ.min} to ${RATE_RANGE_HZ.max}`;
const CHANNELS_RULE = `must name 1 to ${MAX_CHANNELS} channels`;
const FLUSH_ID_RULE =
  "must be text of at most 128 characters or a whole number from 0 to 2^53 - 1";

const CALL_ID_RULE =
  `must be text of 1 to ${MAX_CALL_ID_CHARACTERS} characters`;
const CALL_ID = v.pipe(
  v.string(CALL_ID_RULE),
  v.minLength(1, CALL_ID_RULE),
  v.maxLength(MAX_CALL_ID_CHARACTERS, CALL_ID_RULE),
);
const STATE_RULE =
  `must be the base64url of a checkpoint, at most ${MAX_STATE_CHARACTERS} characters`;

/** A whole number from a least one on. */
function wholeFrom(least: number) {
  const rule = `must be a whole number from ${least} to 2^53 - 1`;
  return v.pipe(
    v.number(rule),
    v.safeInteger(rule),
    v.minValue(least, rule),
  );
}

const RESUME = v.object({
  sessionId: CALL_ID,
  generation: wholeFrom(1),
  fromSample: wholeFrom(0),
  state: v.pipe(
    v.string(STATE_RULE),
    v.maxLength(MAX_STATE_CHARACTERS, STATE_RULE),
    v.regex(/^[\w-]+$/, STATE_RULE),
  ),
}, "must be an object");

/** The shape of each message; a text here is the rule that an error states. */
const SCHEMAS = {
  open: v.object({
    type: v.literal("open"),
    version: v.literal(VERSION, `must be ${VERSION}`),
    encoding: v.picklist(AUDIO_ENCODINGS, oneOf(AUDIO_ENCODINGS)),
    sampleRateHz: v.pipe(
      v.number(RATE_RULE),
      v.integer(RATE_RULE),
      v.minValue(RATE_RANGE_HZ.min, RATE_RULE),
      v.maxValue(RATE_RANGE_HZ.max, RATE_RULE),
    ),
    channels: v.pipe(
      v.array(
        v.object(
          { role: v.picklist(ROLES, oneOf(ROLES)) },
          "must be an object",
        ),
        CHANNELS_RULE,
      ),
      v.minLength(1, CHANNELS_RULE),
      v.maxLength(MAX_CHANNELS, CHANNELS_RULE),
    ),
    callId: v.optional(CALL_ID),
    resumable: v.optional(v.boolean("must be true or false")),
    resume: v.optional(RESUME),
  }),
  flush: v.object({
    type: v.literal("flush"),
    id: v.union([
      v.pipe(v.string(), v.maxLength(128, FLUSH_ID_RULE)),
      v.pipe(
        v.number(),
        v.safeInteger(FLUSH_ID_RULE),
        v.minValue(0, FLUSH_ID_RULE),
      ),
    ], FLUSH_ID_RULE),
  }),
  keepalive: v.object({ type: v.literal("keepalive") }),
  close: v.object({ type: v.literal("close") }),
} satisfies {
  readonly [T in ClientMessage["type"]]: v.GenericSchema<
    unknown,
    Extract<ClientMessage, { type: T }>
  >;
};

/**
 * Reads one text message of a client.
 *
 * Fields that are not known are dropped, so that newer clients can talk to this
 * server.
 *
 * @throws {ProtocolError} If the text is not JSON, is not a message, or a field
 * is missing or out of range.
 */
export function parseClientMessage(text: string): ClientMessage {
  const value = parseJson(text);
  const type = typeOf(value);
  return readMessage<ClientMessage>(SCHEMAS[type], type, value, REFUSALS);
}

/**
 * Holds a value that did not come as text to the rules for `open`.
 *
 * @throws {ProtocolError} If a field is missing or out of range.
 */
export function readOpen(value: unknown): Open {
  return readMessage(SCHEMAS.open, "open", value, REFUSALS);
}

function typeOf(value: unknown): ClientMessage["type"] {
  if (typeof value !== "object" || value === null || !("type" in value)) {
    throw new ProtocolError(
      "bad_message",
      `Cannot read the message as it must be an object with a type: current value is ${
        quote(value)
      }`,
    );
  }
  if (isKnown(value.type)) return value.type;
  throw new ProtocolError(
    "unknown_type",
    `Cannot read the message as type ${
      oneOf(Object.keys(SCHEMAS))
    }: current value is ${quote(value.type)}`,
  );
}

function isKnown(type: unknown): type is ClientMessage["type"] {
  return typeof type === "string" && Object.hasOwn(SCHEMAS, type);
}

/** Values we can read and do not serve have codes of their own. */
const REFUSALS = new Map(
  [
    ["sampleRateHz", "unsupported_rate"],
    ["channels", "unsupported_channels"],
  ] as const,
);
