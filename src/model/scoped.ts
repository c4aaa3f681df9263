/**
 * A scope for tensors whose result is not made of tensors.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";

/** Runs `act` and disposes of every tensor it made and did not keep. */
export function scoped<T>(act: () => T): T {
  tf.engine().startScope();
  try {
    return act();
  } finally {
    tf.engine().endScope();
  }
}
