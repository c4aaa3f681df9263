/**
 * Writes a trained model as a folder that can be served.
 *
 * @module
 */
import { CARD_FORMAT, type ModelCard } from "../model/card.ts";
import { sha256Hex } from "../model/sha256.ts";
import { packWeights, type WeightArrays } from "../model/weight_arrays.ts";
import { writeAtomically } from "./write_atomically.ts";

/** Writes weights, then the card that vouches for them. */
export async function writeModel(
  folder: string,
  card: Omit<ModelCard, "format" | "weights">,
  weights: WeightArrays,
): Promise<ModelCard> {
  const bytes = packWeights(card.network, weights);
  const whole: ModelCard = {
    format: CARD_FORMAT,
    ...card,
    weights: { file: "weights.bin", sha256: await sha256Hex(bytes) },
  };
  await Deno.mkdir(folder, { recursive: true });
  await writeAtomically(`${folder}/weights.bin`, bytes);
  const text = `${JSON.stringify(whole, null, 2)}\n`;
  await writeAtomically(`${folder}/card.json`, new TextEncoder().encode(text));
  return whole;
}
