/**
 * Reads what is said of a call that FreeSWITCH forks.
 *
 * @module
 */
import * as v from "valibot";
import { CALL_FIELDS, type Fields, isFields, WHOLE_NUMBER } from "../fields.ts";
import { MIX_TYPES } from "../mix_type.ts";
import { oneOf, readMessage } from "../read_message.ts";
import type { FreeswitchMetadata } from "./messages.ts";

const SCHEMA = v.object({
  mixType: v.optional(v.picklist(MIX_TYPES, oneOf(MIX_TYPES))),
  sampleRate: v.optional(WHOLE_NUMBER),
  ...CALL_FIELDS,
});

/**
 * Reads the parameters of the URL.
 *
 * @throws {ProtocolError} If one breaks its rule.
 */
export function readFreeswitchUrl(parameters: Fields): FreeswitchMetadata {
  return readMessage(SCHEMA, "the URL", parameters);
}

/**
 * Reads a text message.
 *
 * @returns Its fields, or nothing if it is not JSON or no object: metadata may
 * be any text, and is then somebody else's.
 * @throws {ProtocolError} If a field breaks its rule.
 */
export function parseFreeswitchMetadata(
  text: string,
): FreeswitchMetadata | undefined {
  const value = jsonOrNothing(text);
  if (!isFields(value)) return undefined;
  return readMessage(SCHEMA, "metadata", value);
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
