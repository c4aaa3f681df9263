/**
 * Our own WASM kernels, on the heap of tfjs's backend.
 *
 * Their source is `assembly/`, AssemblyScript; `deno task build:kernels` makes
 * `kernels.wasm` from it, and `kernels_shared.wasm` for a heap that is shared
 * by threads. They have no memory and no state of their own: each
 * works in place on the tensors whose addresses it is given.
 *
 * @module
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** A function of the module: addresses in bytes, counts and strides in values. */
type Kernel = (...numbers: readonly number[]) => void;

/** The functions of the module; `assembly/` says what each takes. */
export interface Kernels {
  readonly packPanels: Kernel;
  readonly packTransposedPanels: Kernel;
  readonly pad: Kernel;
  readonly convolve: Kernel;
  readonly convolveBack: Kernel;
  readonly convolveFilter: Kernel;
  readonly lstm: Kernel;
  readonly lstmBack: Kernel;
  readonly sumMoments: Kernel;
  readonly scaleShiftRelu: Kernel;
  readonly sumGradients: Kernel;
  readonly inputGradient: Kernel;
  readonly encode: Kernel;
  readonly score: Kernel;
  readonly orthogonalise: Kernel;
}

/** The part of tfjs's Emscripten module that its types leave out: one of them is there. */
interface Emscripten {
  readonly asm?: { readonly memory?: WebAssembly.Memory };
  readonly wasmMemory?: WebAssembly.Memory;
}

const BINARY = new URL("kernels.wasm", import.meta.url);
const SHARED_BINARY = new URL("kernels_shared.wasm", import.meta.url);

const instances = new WeakMap<BackendWasm, Kernels>();

/** The kernels of a backend; instantiated at the first call. */
export function kernelsOf(backend: BackendWasm): Kernels {
  let kernels = instances.get(backend);
  if (!kernels) {
    const memory = memoryOf(backend);
    const module = kernelsModule(memory);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    kernels = exports as unknown as Kernels;
    instances.set(backend, kernels);
  }
  return kernels;
}

/** The heap of a backend. */
export function memoryOf(backend: BackendWasm): WebAssembly.Memory {
  const { asm, wasmMemory } = backend.wasm as unknown as Emscripten;
  return (wasmMemory ?? asm?.memory)!;
}

/** Compiles the kernels for a heap, shared or not. */
export function kernelsModule(memory: WebAssembly.Memory): WebAssembly.Module {
  const shared = memory.buffer instanceof SharedArrayBuffer;
  return new WebAssembly.Module(
    Deno.readFileSync(shared ? SHARED_BINARY : BINARY),
  );
}

/** Where the values of a float32 tensor lie, in bytes. */
export function addressOf(backend: BackendWasm, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/**
 * Runs `act` with float32 scratch on the heap, which is free afterwards and
 * holds anything before.
 *
 * @param lengths Values of each piece.
 * @param act Gets the address of each piece.
 */
export function withScratch(
  backend: BackendWasm,
  lengths: readonly number[],
  act: (...addresses: readonly number[]) => void,
): void {
  const pieces = lengths.map((length) =>
    backend.makeOutput([length], "float32")
  );
  try {
    act(...pieces.map((piece) => addressOf(backend, piece)));
  } finally {
    for (const { dataId } of pieces) backend.disposeData(dataId);
  }
}

/** Values of the panels of weights `[depth, width]`: eight columns each, filled up with zeros. */
export function panelsLength(depth: number, width: number): number {
  return Math.ceil(width / 8) * 8 * depth;
}

/**
 * Words of scratch that a table of so many taps takes (`assembly/tile.ts`):
 * the table, up to a whole 16 bytes, a tile of 48 values and six addresses.
 */
export function tableLength(taps: number): number {
  return 6 + 7 * taps + 3 + 48 + 6;
}

/**
 * The values of a float32 tensor, where they lie.
 *
 * Take views after all outputs and scratch are made: making one may grow the
 * heap, which detaches every view taken before.
 */
export function heapView(
  backend: BackendWasm,
  tensor: TensorInfo,
): Float32Array {
  const length = tensor.shape.reduce((product, size) => product * size, 1);
  return heapValues(backend, addressOf(backend, tensor), length);
}

/** The same of so many values from an address on. */
export function heapValues(
  backend: BackendWasm,
  address: number,
  length: number,
): Float32Array {
  return new Float32Array(memoryOf(backend).buffer, address, length);
}
