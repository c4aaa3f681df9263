/**
 * Turns text of an AudioHook client into a message the rest of the code can trust.
 *
 * In two steps, as a message's number counts before what it says: first the
 * envelope, then the parameters of its type.
 *
 * @module
 */
import * as v from "valibot";
import { ProtocolError } from "../protocol_error.ts";
import { oneOf, parseJson, quote, readMessage } from "../read_message.ts";
import { parseDuration } from "./duration.ts";
import {
  type ClientEnvelope,
  type ClientMessage,
  CLOSE_REASONS,
  type Jump,
  MEDIA_CHANNELS,
  MEDIA_FORMATS,
  type Medium,
  VERSION,
} from "./messages.ts";

const ID_RULE = "must be a UUID";
const SEQUENCE_RULE = "must be a whole number from 0 to 2^53 - 1";
const DURATION_RULE = 'must be a duration in seconds, such as "PT1.5S"';
const OBJECT_RULE = "must be an object";
const MEDIA_RULE = "must be a list of media";
/** Offers of one client; Genesys makes three. */
const MAX_MEDIA = 64;

const id = v.pipe(
  v.string(ID_RULE),
  v.regex(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, ID_RULE),
);
const sequence = v.pipe(
  v.number(SEQUENCE_RULE),
  v.safeInteger(SEQUENCE_RULE),
  v.minValue(0, SEQUENCE_RULE),
);
const seconds = v.pipe(
  v.string(DURATION_RULE),
  v.check((text) => parseDuration(text) !== undefined, DURATION_RULE),
  v.transform((text) => parseDuration(text)!),
);

const envelope = v.object({
  version: v.literal(VERSION, `must be "${VERSION}"`),
  id,
  type: v.string("must be text"),
  seq: sequence,
  serverseq: sequence,
  /** Held to its rule and left: audio is counted where it is heard. */
  position: seconds,
  parameters: v.custom<Record<string, unknown>>(isObject, OBJECT_RULE),
}, OBJECT_RULE);

const jump = v.pipe(
  v.object({ start: seconds, discarded: seconds }),
  v.transform(({ start, discarded }): Jump => ({
    startSeconds: start,
    discardedSeconds: discarded,
  })),
);

/** The parameters of each type; what a server does not need is not read. */
const PARAMETERS = {
  open: v.pipe(
    v.object({
      organizationId: id,
      conversationId: id,
      participant: v.object({ id }, OBJECT_RULE),
      media: v.pipe(
        v.array(v.unknown(), MEDIA_RULE),
        v.maxLength(MAX_MEDIA, `must have at most ${MAX_MEDIA} media`),
      ),
    }),
    v.transform(({ participant, ...rest }) => ({
      ...rest,
      participantId: participant.id,
    })),
  ),
  close: v.object({
    reason: v.picklist(CLOSE_REASONS, oneOf(CLOSE_REASONS)),
  }),
  ping: v.object({}),
  paused: v.object({}),
  resumed: jump,
  discarded: jump,
  update: v.object({}),
  error: v.object({
    code: sequence,
    message: v.string("must be text"),
  }),
} satisfies {
  readonly [T in ClientMessage["type"]]: v.GenericSchema<
    unknown,
    Omit<Extract<ClientMessage, { type: T }>, "type">
  >;
};

/**
 * Reads what all messages say.
 *
 * @throws {ProtocolError} `bad_json`, or `bad_message` if it is no message.
 */
export function parseEnvelope(text: string): ClientEnvelope {
  return readMessage(envelope, "message", parseJson(text));
}

/**
 * Reads what a message of its type says. Parameters that are not known are
 * dropped, so that newer clients can talk to this server.
 *
 * @throws {ProtocolError} `unknown_type`, or `bad_message` if a parameter is
 * missing or breaks its rule.
 */
export function readClientMessage(
  { type, parameters }: ClientEnvelope,
): ClientMessage {
  if (!isKnown(type)) {
    throw new ProtocolError(
      "unknown_type",
      `Cannot read the message as type ${
        oneOf(Object.keys(PARAMETERS))
      }: current value is ${quote(type)}`,
    );
  }
  const schema: v.GenericSchema<unknown, object> = PARAMETERS[type];
  return { type, ...readMessage(schema, type, parameters) } as ClientMessage;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKnown(type: string): type is ClientMessage["type"] {
  return Object.hasOwn(PARAMETERS, type);
}

const medium = v.object({
  type: v.literal("audio"),
  format: v.picklist(MEDIA_FORMATS),
  channels: v.pipe(
    v.array(v.picklist(MEDIA_CHANNELS)),
    v.minLength(1),
    v.check((channels) => new Set(channels).size === channels.length),
  ),
  rate: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
});

/** What an offer says, or nothing if it is of a kind this server does not know: others may be. */
export function readMedium(offer: unknown): Medium | undefined {
  const result = v.safeParse(medium, offer, { abortEarly: true });
  return result.success ? result.output : undefined;
}
