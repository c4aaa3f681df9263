/**
 * Reads what jambonz says.
 *
 * @module
 */
import * as v from "valibot";
import { CALL_FIELDS, type Fields, parseFields } from "../fields.ts";
import { MIX_TYPES } from "../mix_type.ts";
import { oneOf, readMessage } from "../read_message.ts";
import type { CallAttributes } from "./messages.ts";

const SCHEMA = v.object({
  callSid: v.string(),
  sampleRate: v.pipe(v.number(), v.integer("must be a whole number")),
  mixType: v.picklist(MIX_TYPES, oneOf(MIX_TYPES)),
  roles: CALL_FIELDS.roles,
});

/**
 * Reads one text message.
 *
 * @returns What begins the stream, or nothing of an event that says nothing to
 * us; jambonz may add such.
 * @throws {ProtocolError} If it is no message of jambonz'.
 */
export function parseJambonzMessage(text: string): CallAttributes | undefined {
  const fields = parseFields(text);
  if (isOther(fields)) return undefined;
  return readMessage(SCHEMA, "the call's attributes", fields);
}

/** Only the call's attributes have a sampling rate; whatever has a name and none is an event. */
function isOther(fields: Fields): boolean {
  if (Object.hasOwn(fields, "sampleRate")) return false;
  return typeof (fields.event ?? fields.type) === "string";
}
