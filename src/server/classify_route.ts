/**
 * `POST /v1/classify`: a WAV file in, its predictions and summary out.
 *
 *     curl --data-binary @call.wav 'http://127.0.0.1:8000/v1/classify?roles=customer,agent'
 *
 * @module
 */
import type { Context } from "hono";
import { decodeWavPieces } from "../audio/wav_pieces.ts";
import { type Role, ROLES } from "../protocol/native/messages.ts";
import { ProtocolError } from "../protocol/protocol_error.ts";
import type { AudioAllowance } from "../session/audio_allowance.ts";
import { classifyPieces } from "../session/classify_audio.ts";
import type { SessionModel } from "../session/scoring.ts";
import { httpFault } from "./http_fault.ts";
import { readBody } from "./read_body.ts";

/** The largest file: half an hour of 16 kHz PCM. */
export const MAX_FILE_BYTES = 64 * 1_048_576;

/** Files that may be classified at a time: their bytes lie in memory. */
export const MAX_FILES = 4;

/** What classifying needs. */
export interface ClassifyDeps {
  /** Lets the event loop serve others. */
  readonly breathe: () => Promise<void>;
  /** The audio that whoever asks may still send. */
  readonly allowance: AudioAllowance;
}

/** Classifies the body of a request. */
export async function classifyFile(
  c: Context,
  model: SessionModel,
  { breathe, allowance }: ClassifyDeps,
): Promise<Response> {
  try {
    const roles = parseRoles(c.req.query("roles"));
    allowance.assertLeft();
    const maxBytes = MAX_FILE_BYTES;
    const file = await readBody(c.req.raw, { maxBytes, breathe });
    return c.json(
      await classifyPieces(model, decodeWavPieces(file), roles, allowance),
    );
  } catch (error) {
    return refusal(c, error);
  }
}

/** The answer to a file that is at fault; faults of ours are thrown on. */
function refusal(c: Context, error: unknown): Response {
  if (error instanceof SyntaxError) {
    return httpFault(c, "bad_audio", error.message);
  }
  if (error instanceof ProtocolError && error.code !== "internal") {
    return httpFault(c, error.code, error.message, error.retryMs);
  }
  throw error;
}

function parseRoles(text: string | undefined): readonly Role[] | undefined {
  return text?.split(",").map((name) => {
    const role = ROLES.find((role) => role === name);
    if (role) return role;
    throw new ProtocolError(
      "bad_message",
      `Cannot classify as a role must be one of ${
        ROLES.join(", ")
      }: current value is ${JSON.stringify(name.slice(0, 80))}`,
    );
  });
}
