/**
 * Chunks of a channel whose bytes tell where they belong.
 *
 * @module
 */
import type { NumberedChunk } from "../../../src/session/wires/chunk_order.ts";

/** Bytes of a chunk in these tests: 20 ms of 8 kHz mu-law. */
export const CHUNK_BYTES = 160;
export const CHUNK_MS = 20;

/** Chunk `number`, from 1: its bytes are its number. */
export function chunk(
  number: number,
  fields: Partial<NumberedChunk> = {},
): NumberedChunk {
  return {
    number,
    timestampMs: 5 + CHUNK_MS * (number - 1),
    bytes: new Uint8Array(CHUNK_BYTES).fill(number % 251),
    ...fields,
  };
}

/** The chunks of these numbers, in this order. */
export function chunks(...numbers: number[]): NumberedChunk[] {
  return numbers.map((number) => chunk(number));
}
