/**
 * From a model's folder to a card and its weights, checked against each other.
 *
 * @module
 */
import { Framer } from "../audio/framer.ts";
import { LogMel } from "../audio/log_mel.ts";
import { MAX_RATE_HZ, Resampler } from "../audio/resampler.ts";
import { type ModelCard, parseCard } from "./card.ts";
import { ModelMismatchError } from "./model_mismatch_error.ts";
import { sha256Hex } from "./sha256.ts";
import { unpackMembers, type WeightArrays } from "./weight_arrays.ts";

/** A card and the weights of each of its networks. */
export interface ModelParts {
  readonly card: ModelCard;
  readonly weights: readonly WeightArrays[];
}

/**
 * Reads card and weights of a folder, and checks them against each other.
 *
 * @throws {ModelMismatchError} If the folder holds no model, or its weights are
 * not those of the card.
 */
export async function readModel(folder: URL): Promise<ModelParts> {
  const base = new URL(`${folder.href.replace(/\/$/, "")}/`);
  const cardUrl = new URL("card.json", base);
  const text = new TextDecoder().decode(await readPart(cardUrl));
  const card = parseCard(text, cardUrl.pathname);
  checkFeatures(card, cardUrl.pathname);
  const weightsUrl = new URL(card.weights.file, base);
  const bytes = await readPart(weightsUrl);
  await checkHash(bytes, card.weights.sha256, weightsUrl.pathname);
  try {
    const weights = unpackMembers(card.network, card.members, bytes);
    return { card, weights };
  } catch (error) {
    throw new ModelMismatchError((error as Error).message, { cause: error });
  }
}

async function readPart(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(url);
  } catch (error) {
    throw new ModelMismatchError(
      `Cannot load the model as ${url.pathname} must be readable: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}

async function checkHash(
  bytes: Uint8Array<ArrayBuffer>,
  expected: string,
  path: string,
): Promise<void> {
  const actual = await sha256Hex(bytes);
  if (actual !== expected) {
    throw new ModelMismatchError(
      `Cannot load ${path} as its SHA-256 must be the card's ${expected}: current value is ${actual}`,
    );
  }
}

/** Features that a stage of the signal path cannot compute belong to another program's model. */
function checkFeatures({ features }: ModelCard, path: string): void {
  try {
    new Resampler(MAX_RATE_HZ, features.sampleRateHz);
    new Framer(features);
    new LogMel(features);
  } catch (error) {
    throw new ModelMismatchError(
      `Cannot serve ${path} with its features: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
