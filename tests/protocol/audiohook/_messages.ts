/**
 * Messages of an AudioHook client, as Genesys writes them.
 *
 * @module
 */

export const SESSION_ID = "30b0e395-84d3-4570-ac13-9a62d8f514c0";
export const ORGANIZATION_ID = "d7934305-0972-4844-938e-9060eef73d05";
export const CONVERSATION_ID = "090eaa2f-72fa-480a-83e0-8667ff89c0ec";

/** Genesys's usual offer: both sides, or either. */
export const OFFER = [
  ["external", "internal"],
  ["external"],
  ["internal"],
].map((channels) => ({ type: "audio", format: "PCMU", channels, rate: 8000 }));

export const OPEN = {
  organizationId: ORGANIZATION_ID,
  conversationId: CONVERSATION_ID,
  participant: {
    id: "883efee8-3d6c-4537-b500-6d7ca4b92fa0",
    ani: "+1-555-555-1234",
    aniName: "John Doe",
    dnis: "+1-800-555-6789",
  },
  media: OFFER,
  language: "en-US",
  customConfig: {},
};

export const JUMP = { start: "PT1.5S", discarded: "PT0.5S" };

/** Parameters of every type. */
export const PARAMETERS: Readonly<Record<string, object>> = {
  open: OPEN,
  close: { reason: "end" },
  ping: { rtt: "PT0.035S" },
  paused: {},
  resumed: JUMP,
  discarded: JUMP,
  update: { language: "es-ES" },
  error: { code: 408, message: "Timeout waiting for pong" },
};

/** A message with everything an envelope has. */
export function envelope(
  type: string,
  fields: Readonly<Record<string, unknown>> = {},
) {
  return {
    version: "2",
    id: SESSION_ID,
    type,
    seq: 1,
    serverseq: 0,
    position: "PT0S",
    parameters: Object.hasOwn(PARAMETERS, type) ? PARAMETERS[type]! : {},
    ...fields,
  };
}
