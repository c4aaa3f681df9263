/**
 * An engine on a thread of its own: loads a model, then scores the batches that
 * it is sent.
 *
 * @module
 */
import type { Engine } from "../engine.ts";
import { loadEngine } from "../load.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** The part of a worker's global scope that is used here. */
interface Scope {
  onmessage: (event: { readonly data: ToWorker }) => void;
  postMessage(message: FromWorker, transfer?: ArrayBufferLike[]): void;
}

const scope = globalThis as unknown as Scope;
let engine: Engine | undefined;

scope.onmessage = async ({ data }) => {
  if (data.type === "load") return await load(data.folder);
  try {
    const results = engine!.score(data.requests);
    const buffers = results.flatMap(({ steps, posterior }) => [
      steps.buffer,
      posterior.buffer,
    ]);
    scope.postMessage({ type: "scored", id: data.id, results }, buffers);
  } catch (error) {
    const message = `${error}`;
    scope.postMessage({ type: "failed", id: data.id, message });
  }
};

async function load(folder: string): Promise<void> {
  try {
    ({ engine } = await loadEngine(new URL(folder)));
    scope.postMessage({ type: "ready" });
  } catch (error) {
    scope.postMessage({ type: "refused", message: `${error}` });
  }
}
