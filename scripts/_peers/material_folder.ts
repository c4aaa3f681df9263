/**
 * The material and the model as files, for peers in processes of their own:
 *
 *     card.json, weights.bin   the model, as in models/
 *     network.onnx             the same, exported
 *     windows.json             WindowSizes, and names and shapes of the weights
 *     rows.f32                 [windowCount, windowRows, melCount]
 *     samples.f32              from the first window's start to the last one's end
 *
 * @module
 */
import { exportOnnx } from "../../src/export/export_onnx.ts";
import type { ModelCard } from "../../src/model/card.ts";
import { weightShapes } from "../../src/model/network_spec.ts";
import {
  packMembers,
  type WeightArrays,
} from "../../src/model/weight_arrays.ts";
import type { Material, WindowSizes } from "./material.ts";

/** The sizes and the windows, as a peer reads them. */
export interface Windows extends WindowSizes {
  readonly rows: Float32Array;
}

/** Writes the files. */
export async function writeMaterial(
  folder: URL,
  card: ModelCard,
  weights: readonly WeightArrays[],
  material: Material,
): Promise<void> {
  const { samples, rows, ...sizes } = material;
  const shapes = [...weightShapes(card.network)];
  const text = (value: unknown) =>
    new TextEncoder().encode(JSON.stringify(value));
  const files: [string, Uint8Array][] = [
    ["card.json", text(card)],
    ["weights.bin", packMembers(card.network, weights)],
    ["network.onnx", exportOnnx(card, weights)],
    ["windows.json", text({ ...sizes, weightShapes: shapes })],
    ["rows.f32", bytesOf(rows)],
    ["samples.f32", bytesOf(samples)],
  ];
  for (const [name, bytes] of files) {
    await Deno.writeFile(new URL(name, folder), bytes);
  }
}

/** Reads what {@linkcode writeMaterial} wrote of the windows. */
export async function readWindows(folder: URL): Promise<Windows> {
  const text = await Deno.readTextFile(new URL("windows.json", folder));
  const { buffer } = await Deno.readFile(new URL("rows.f32", folder));
  return { ...JSON.parse(text), rows: new Float32Array(buffer) };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
