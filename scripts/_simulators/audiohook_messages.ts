/**
 * What an AudioHook client can read of a server, by the protocol reference.
 *
 * @module
 */
import type { Received } from "./platform_socket.ts";

/** The longest text of a server, in characters. */
const MAX_TEXT = 65_535;

/** Parameters of a message. */
export type Fields = Readonly<Record<string, unknown>>;

/** What is offered. */
export interface MediaOffer {
  readonly type: "audio";
  readonly format: "PCMU" | "L16";
  readonly channels: readonly string[];
  readonly rate: number;
}

/** What all messages of a server say. */
export interface ServerMessage {
  readonly version: unknown;
  readonly id: unknown;
  readonly type: unknown;
  readonly seq: number;
  readonly clientseq: number;
  readonly parameters: Fields;
}

/** Reads a message. @throws {Error} If it is none. */
export function readMessage(message: Received): ServerMessage {
  if (typeof message !== "string") {
    throw refused("send no audio to a monitor (415)", "binary");
  }
  if (message.length > MAX_TEXT) {
    throw refused(`send at most ${MAX_TEXT} characters (413)`, message.length);
  }
  const value: ServerMessage | null = JSON.parse(message);
  if (
    typeof value?.parameters !== "object" || value.parameters === null ||
    !Number.isInteger(value.seq) || !Number.isInteger(value.clientseq)
  ) throw refused("send messages of AudioHook (400)", message);
  return value;
}

/** Checks what an event says. @throws {Error} If Genesys could not read it. */
export function checkEntities({ entities }: Fields): void {
  if (!Array.isArray(entities) || entities.length === 0) {
    throw refused("send events with entities", entities);
  }
  for (const entity of entities) {
    if (typeof entity?.type !== "string" || entity.data === undefined) {
      throw refused("give each entity a type and data", entity);
    }
  }
}

/** What the server has done wrong. */
export function refused(rule: string, value: unknown): Error {
  return new Error(
    `Cannot go on as the server must ${rule}: current value is ${
      JSON.stringify(value)?.slice(0, 120)
    }`,
  );
}
