/**
 * Compiles the WASM kernels.
 *
 * @module
 */
// TypeScript to WASM with SIMD, with no compiler of the system.
import asc from "assemblyscript/asc";

const AUDIO = new URL("../src/audio/kernels/", import.meta.url);
const MODEL = new URL("../src/model/kernels/", import.meta.url);

/** A binary that ships; its source is the folder `assembly` beside it. */
export interface KernelBinary {
  readonly file: URL;
  /** What the compiler is told besides. */
  readonly flags: readonly string[];
}

/** Products that are added at once: not every browser has them. */
const RELAXED = ["--enable", "relaxed-simd"];

/** Those of the signal path, which the page computes with too, and those of the model on a heap of one thread and on one that threads share. */
export const BINARIES: readonly KernelBinary[] = [
  { file: new URL("kernels.wasm", AUDIO), flags: [] },
  { file: new URL("kernels.wasm", MODEL), flags: RELAXED },
  {
    file: new URL("kernels_shared.wasm", MODEL),
    // The heap may grow to 4 GiB, as tfjs has it.
    flags: [
      ...RELAXED,
      "--enable",
      "threads",
      "--sharedMemory",
      "--maximumMemory",
      "65536",
    ],
  },
];

/** No runtime and no memory of their own: the kernels work on a heap that they are given. */
const FLAGS = [
  ...["--runtime", "stub", "--importMemory", "--noExportMemory"],
  ...["--enable", "simd"],
  ...["-O3", "--noAssert", "--disableWarning", "--outFile", "kernels.wasm"],
];

/**
 * Compiles the source.
 *
 * @returns The binary.
 * @throws {SyntaxError} If the compiler refuses it, with what it says.
 */
export async function compileKernels(
  { file, flags }: KernelBinary,
): Promise<Uint8Array> {
  const source = new URL("assembly/", file);
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(["index.ts", ...FLAGS, ...flags], {
    readFile: (name) => readSource(new URL(name, source)),
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
  });
  if (error || !binary) throw new SyntaxError(`${error}\n${stderr}`);
  return binary;
}

/** A file of the source; the compiler asks for many that need not be there. */
function readSource(url: URL): string | null {
  try {
    return Deno.readTextFileSync(url);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
