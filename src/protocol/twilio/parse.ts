/**
 * Turns text of a platform of Twilio's family into a message the rest can trust.
 *
 * What its platform calls by a name of its own is renamed first, so that there is
 * one set of rules; faults use our names.
 *
 * @module
 */
import * as v from "valibot";
import type { AudioEncoding } from "../native/messages.ts";
import { ProtocolError } from "../protocol_error.ts";
import { oneOf, parseJson, quote, readMessage } from "../read_message.ts";
import type { Dialect } from "./dialects.ts";
import type { Media, Start, Stop, StreamMessage } from "./messages.ts";

/** Characters of an identifier; the platforms' have some 40. */
const MAX_TEXT = 256;
const TEXT_RULE = `must be text of 1 to ${MAX_TEXT} characters`;
const NUMBER_RULE = "must be a number from 0 to 2^53 - 1, or one as text";
const TRACKS_RULE = "must name one track, or two that differ";
const MONO_RULE = "must be 1";

const text = v.pipe(
  v.string(TEXT_RULE),
  v.minLength(1, TEXT_RULE),
  v.maxLength(MAX_TEXT, TEXT_RULE),
);

/** Most platforms write numbers as text. */
const number = v.pipe(
  v.union([
    v.pipe(v.string(), v.regex(/^\d{1,16}(\.\d{1,9})?$/), v.transform(Number)),
    v.number(),
  ], NUMBER_RULE),
  v.minValue(0, NUMBER_RULE),
  v.maxValue(Number.MAX_SAFE_INTEGER, NUMBER_RULE),
);
const whole = v.pipe(number, v.integer(NUMBER_RULE));

/** Some settings' "inbound_track" is the messages' "inbound". */
const track = v.pipe(text, v.transform((name) => name.replace(/_track$/, "")));

const START = v.object({
  streamId: text,
  callId: text,
  tracks: v.pipe(
    v.array(track, TRACKS_RULE),
    v.minLength(1, TRACKS_RULE),
    v.maxLength(2, TRACKS_RULE),
    v.check((tracks) => new Set(tracks).size === tracks.length, TRACKS_RULE),
  ),
  encoding: text,
  sampleRateHz: whole,
  channels: v.optional(v.pipe(number, v.value(1, MONO_RULE))),
  roles: v.optional(text),
});

const MEDIA = v.object({
  streamId: v.optional(text),
  track,
  chunk: v.optional(whole),
  timestampMs: v.optional(number),
  payload: v.string("must be text"),
});

const STOP = v.object({ streamId: v.optional(text) });

/** Values we can read and do not serve. */
const REFUSALS = new Map([["channels", "unsupported_channels"]] as const);

/**
 * Reads one text message.
 *
 * @throws {ProtocolError} `bad_json`, `bad_message`, `wrong_stream` if it names
 * two streams, `unsupported_encoding` or `unsupported_channels`.
 */
export function parseStreamMessage(
  text: string,
  dialect: Dialect,
): StreamMessage {
  const value = parseJson(text);
  const fields = fieldsOf(value);
  switch (fields.event) {
    case "start":
      return readStart(fields, dialect);
    case "media":
      return readMedia(fields, dialect);
    case "stop":
      return readStop(fields, dialect);
  }
  if (typeof fields.event === "string") return { event: "other" };
  throw new ProtocolError(
    "bad_message",
    `Cannot read the message as it must be an object with an event: current value is ${
      quote(value)
    }`,
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; those of anything else are none. */
function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? value as Fields : {};
}

function readStart(message: Fields, dialect: Dialect): Start {
  const start = fieldsOf(message.start);
  const format = fieldsOf(start[dialect.mediaFormat]);
  const { channels: _, encoding, ...fields } = readMessage(
    START,
    "start",
    {
      streamId: streamIdOf(message, start, dialect),
      callId: start[dialect.callId],
      tracks: start.tracks ?? dialect.defaultTracks,
      encoding: format.encoding,
      sampleRateHz: format[dialect.sampleRate],
      channels: format.channels,
      roles: dialect.parameters &&
        fieldsOf(start[dialect.parameters]).roles,
    },
    REFUSALS,
  );
  return {
    event: "start",
    ...fields,
    encoding: readEncoding(encoding, dialect),
  };
}

/** It stands in `start`, beside it, or in both places. */
function streamIdOf(message: Fields, start: Fields, dialect: Dialect): unknown {
  const [outer, inner] = [message[dialect.streamId], start[dialect.streamId]];
  if (outer === undefined || inner === undefined || outer === inner) {
    return inner ?? outer;
  }
  throw new ProtocolError(
    "wrong_stream",
    `Cannot read "start" as it must name one stream: current values are ${
      quote(outer)
    } and ${quote(inner)}`,
  );
}

function readEncoding(name: string, { encodings }: Dialect): AudioEncoding {
  const [type = ""] = name.toLowerCase().split(";");
  if (Object.hasOwn(encodings, type)) return encodings[type]!;
  throw new ProtocolError(
    "unsupported_encoding",
    `Cannot read "start" as encoding ${
      oneOf(Object.keys(encodings))
    }: current value is ${quote(name)}`,
  );
}

function readMedia(message: Fields, dialect: Dialect): Media {
  const media = fieldsOf(message.media);
  const fields = readMessage(MEDIA, "media", {
    streamId: message[dialect.streamId],
    track: media.track ?? dialect.defaultTracks[0],
    chunk: media.chunk,
    timestampMs: media.timestamp,
    payload: media.payload,
  });
  return { event: "media", ...fields };
}

function readStop(message: Fields, dialect: Dialect): Stop {
  const fields = readMessage(STOP, "stop", {
    streamId: message[dialect.streamId],
  });
  return { event: "stop", ...fields };
}
