/**
 * The network as tf.layers, on tfjs' WASM backend: a peer of `deno task bench:peers`.
 */
import * as tf from "@tensorflow/tfjs";
import { readModel } from "../../src/model/read_model.ts";
import { startWasmBackend } from "../../src/model/wasm_backend.ts";
import { runProgram } from "../_program.ts";
import { layersModel } from "./layers_model.ts";
import type { Windows } from "./material_folder.ts";
import { type Network, serveNetwork } from "./serve_network.ts";

await runProgram("", () => serveNetwork(load));

async function load(
  folder: URL,
  { windowRows }: Windows,
): Promise<Network> {
  await startWasmBackend();
  const { card, weights } = await readModel(folder);
  const model = layersModel(card.network, weights, windowRows);
  const mean = tf.tensor1d([...card.statistics.mean]);
  const deviation = tf.tensor1d([...card.statistics.deviation]);
  const shape = [windowRows, card.network.melCount, 1] as const;
  return {
    version: `tfjs ${tf.version.tfjs}`,
    async score(rows, batch) {
      const logits = tf.tidy(() => {
        const flat = tf.tensor2d(rows, [rows.length / mean.size, mean.size]);
        const standard = tf.div(tf.sub(flat, mean), deviation);
        return model.predict(tf.reshape(standard, [batch, ...shape]));
      }) as tf.Tensor2D;
      try {
        return { logits: await logits.data<"float32">() };
      } finally {
        logits.dispose();
      }
    },
  };
}
