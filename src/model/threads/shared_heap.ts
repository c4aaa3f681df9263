/**
 * tfjs's WASM backend on a heap that threads can share.
 *
 * Only its threaded binary has such a heap. What that binary would do with
 * threads of its own does not start on Deno (Emscripten opens a `blob:` script
 * through Node's `Worker`; tfjs issue 3830), and is not wanted: the products
 * that matter are our own kernels, which `thread_pool.ts` spreads. So the eight
 * workers that it asks for while it starts are stand-ins that only say they are
 * loaded, and it is told to use one thread.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import { startWasmBackend } from "../wasm_backend.ts";

/** What Emscripten asks of a worker that never gets anything to do. */
class StandIn {
  onmessage: ((event: { data: { cmd: string } }) => void) | undefined;

  postMessage({ cmd }: { cmd: string }): void {
    if (cmd !== "load") return;
    queueMicrotask(() => this.onmessage?.({ data: { cmd: "loaded" } }));
  }

  on(): void {}
  ref(): void {}
  unref(): void {}
  terminate(): void {}
}

/**
 * Starts the WASM backend on a shared heap. It computes on the thread of its
 * caller, like that of {@linkcode startWasmBackend}; must be called before it.
 *
 * @throws {ModelMismatchError} If the backend does not start.
 */
export async function startSharedWasmBackend(): Promise<void> {
  const worker = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  const mainScripts = URL.createObjectURL;
  // Emscripten assigns Node's class to the global name first, so assignment is ignored.
  Object.defineProperty(globalThis, "Worker", {
    configurable: true,
    get: () => StandIn,
    set: () => {},
  });
  URL.createObjectURL = () => "data:,"; // of a script that no stand-in reads
  try {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", true);
    setThreadsCount(1);
    await startWasmBackend();
  } finally {
    URL.createObjectURL = mainScripts;
    if (worker) Object.defineProperty(globalThis, "Worker", worker);
  }
}
