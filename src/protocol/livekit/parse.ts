/**
 * Reads what LiveKit says, and what the URL says of it.
 *
 * @module
 */
import * as v from "valibot";
import {
  CALL_FIELDS,
  type Fields,
  parseFields,
  WHOLE_NUMBER,
} from "../fields.ts";
import { readMessage } from "../read_message.ts";
import type { LivekitUrl, TrackMuted } from "./messages.ts";

const URL_SCHEMA = v.object({
  sampleRate: v.optional(WHOLE_NUMBER, 48_000),
  channels: v.pipe(
    v.optional(v.picklist(["1", "2"], "must be 1 or 2"), "2"),
    v.transform((digit) => Number(digit) as 1 | 2),
  ),
  ...CALL_FIELDS,
});

const MUTED = v.object({ muted: v.boolean("must be true or false") });

/**
 * Reads the parameters of the URL.
 *
 * @throws {ProtocolError} If one breaks its rule.
 */
export function readLivekitUrl(parameters: Fields): LivekitUrl {
  return readMessage(URL_SCHEMA, "the URL", parameters);
}

/**
 * Reads one text message.
 *
 * @returns Whether the track is muted, or nothing of an event that says nothing
 * to us; LiveKit may add such.
 * @throws {ProtocolError} If it is no message of LiveKit's.
 */
export function parseLivekitMessage(text: string): TrackMuted | undefined {
  const fields = parseFields(text);
  if (!Object.hasOwn(fields, "muted")) return undefined;
  return readMessage(MUTED, "muted", fields);
}
