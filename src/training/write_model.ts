/**
 * Writes a trained model as a folder that can be served.
 *
 * @module
 */
import { CARD_FORMAT, type ModelCard } from "../model/card.ts";
import { sha256Hex } from "../model/sha256.ts";
import { packMembers, type WeightArrays } from "../model/weight_arrays.ts";
import { writeAtomically } from "./write_atomically.ts";

/** What a card says before there are weights: everything but what is theirs. */
export type CardDraft = Omit<ModelCard, "format" | "members" | "weights">;

/** A card that vouches for weights, and these as a file has them. */
export interface VouchedWeights {
  readonly card: ModelCard;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Lets a card vouch for weights.
 *
 * @param members The weights of each of the model's networks, one or several.
 */
export async function vouchFor(
  card: CardDraft,
  members: readonly WeightArrays[],
): Promise<VouchedWeights> {
  const bytes = packMembers(card.network, members);
  const whole: ModelCard = {
    format: CARD_FORMAT,
    ...card,
    members: members.length,
    weights: { file: "weights.bin", sha256: await sha256Hex(bytes) },
  };
  return { card: whole, bytes };
}

/**
 * Writes weights, then the card that vouches for them.
 *
 * @param members The weights of each of the model's networks, one or several.
 */
export async function writeModel(
  folder: string,
  draft: CardDraft,
  members: readonly WeightArrays[],
): Promise<ModelCard> {
  const { card, bytes } = await vouchFor(draft, members);
  await Deno.mkdir(folder, { recursive: true });
  await writeAtomically(`${folder}/weights.bin`, bytes);
  const text = `${JSON.stringify(card, null, 2)}\n`;
  await writeAtomically(`${folder}/card.json`, new TextEncoder().encode(text));
  return card;
}
