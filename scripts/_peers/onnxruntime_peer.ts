/**
 * The exported network on ONNX Runtime, one thread: a peer of `deno task bench:peers`.
 *
 * The package is named here and nowhere else, so that nobody fetches it who
 * does not run this file; checking the types does not, either.
 */
import { fileURLToPath } from "node:url";
import { runProgram } from "../_program.ts";
import { type Network, serveNetwork } from "./serve_network.ts";
import type { Windows } from "./material_folder.ts";

const VERSION = "1.30.0"; // the newest, November 2026
const PACKAGE: string = `npm:onnxruntime-node@${VERSION}`;

/** The part of the package that is used. */
interface OnnxRuntime {
  readonly InferenceSession: {
    create(path: string, options: Record<string, unknown>): Promise<Session>;
  };
  readonly Tensor: new (
    type: "float32",
    values: Float32Array,
    shape: readonly number[],
  ) => Tensor;
}

interface Tensor {
  readonly data: Float32Array;
}

interface Session {
  run(inputs: { rows: Tensor }): Promise<{ logits: Tensor; posterior: Tensor }>;
}

const ONE_THREAD = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
};

await runProgram("", () => serveNetwork(load));

async function load(
  folder: URL,
  { windowRows, windowCount, rows }: Windows,
): Promise<Network> {
  const { InferenceSession, Tensor }: OnnxRuntime = (await import(PACKAGE))
    .default;
  const file = fileURLToPath(new URL("network.onnx", folder));
  const session = await InferenceSession.create(file, ONE_THREAD);
  const melCount = rows.length / windowCount / windowRows;
  return {
    version: `ONNX Runtime ${VERSION}`,
    async score(rows, batch) {
      const shape = [batch, windowRows, melCount];
      const { logits, posterior } = await session.run({
        rows: new Tensor("float32", rows, shape),
      });
      return { logits: logits.data, posteriors: posterior.data };
    },
  };
}
