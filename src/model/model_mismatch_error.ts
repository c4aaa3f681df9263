/**
 * The error of a model that cannot be served.
 *
 * @module
 */

/** A model is broken, foreign, or cannot run here: the process does not start with it. */
export class ModelMismatchError extends Error {
  override readonly name = "ModelMismatchError";
}
