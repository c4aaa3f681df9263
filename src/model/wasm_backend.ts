/**
 * tfjs's WASM backend, started and checked.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm";
import { ModelMismatchError } from "./model_mismatch_error.ts";

/**
 * Starts the WASM backend.
 *
 * tfjs falls to a slower backend, or to none, without an error when it cannot
 * read its binary; so what it chose is checked.
 *
 * @throws {ModelMismatchError} If the backend does not start.
 */
export async function startWasmBackend(): Promise<void> {
  const started = await tf.setBackend("wasm").catch(() => false);
  if (!started || tf.getBackend() !== "wasm") {
    throw new ModelMismatchError(
      `Cannot run the model as tfjs's backend must be "wasm": current value is "${
        started ? tf.getBackend() : "none"
      }"`,
    );
  }
}
