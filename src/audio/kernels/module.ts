/**
 * The WASM kernels of the signal path, each with a small heap of its own.
 *
 * Their source is `assembly/`, AssemblyScript; `deno task build:kernels` makes
 * `kernels.wasm` from it.
 *
 * @module
 */

/** A function of the module: addresses in bytes, counts in values. */
type Kernel = (...numbers: readonly number[]) => void;

/** The functions of the module; `assembly/` says what each takes. */
export interface SignalKernels {
  readonly power: Kernel;
  readonly melRows: Kernel;
  readonly logarithm: Kernel;
  readonly resample: Kernel;
  readonly background: Kernel;
  readonly movement: (...numbers: readonly number[]) => number;
}

const BINARY = new URL("kernels.wasm", import.meta.url);
const PAGE_BYTES = 65_536;
/** Every array begins where a vector may. */
const ALIGNMENT = 16;

let compiled: WebAssembly.Module | undefined;

/** Arrays in one block of memory, and the kernels that work on them. */
export class SignalHeap {
  readonly kernels: SignalKernels;
  readonly #memory: WebAssembly.Memory;
  #used = 0;

  /** @param bytes Room for all arrays; what is never written takes no memory. */
  constructor(bytes: number) {
    compiled ??= new WebAssembly.Module(Deno.readFileSync(BINARY));
    const initial = Math.ceil(bytes / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial, maximum: initial });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    this.kernels = exports as unknown as SignalKernels;
    this.#memory = memory;
  }

  /** Zeros that stay where they are. @throws {RangeError} If there is no room. */
  float64(length: number): Float64Array {
    return new Float64Array(
      this.#memory.buffer,
      this.#take(8 * length),
      length,
    );
  }

  /** The same, of 32 bits. */
  float32(length: number): Float32Array {
    return new Float32Array(
      this.#memory.buffer,
      this.#take(4 * length),
      length,
    );
  }

  /** The same, whole numbers. */
  int32(length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, this.#take(4 * length), length);
  }

  #take(bytes: number): number {
    const at = this.#used;
    this.#used += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return at;
  }
}
