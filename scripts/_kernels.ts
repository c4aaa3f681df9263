/**
 * Compiles the WASM kernels.
 *
 * @module
 */
import asc from "assemblyscript/asc";

const FOLDER = new URL("../src/model/kernels/", import.meta.url);

/** A binary that ships. */
export interface KernelBinary {
  readonly file: URL;
  /** What the compiler is told besides. */
  readonly flags: readonly string[];
}

/** The kernels on a heap of one thread, and on one that threads share. */
export const BINARIES: readonly KernelBinary[] = [
  { file: new URL("kernels.wasm", FOLDER), flags: [] },
  {
    file: new URL("kernels_shared.wasm", FOLDER),
    // The heap may grow to 4 GiB, as tfjs has it.
    flags: [
      "--enable",
      "threads",
      "--sharedMemory",
      "--maximumMemory",
      "65536",
    ],
  },
];

const SOURCE = new URL("assembly/", FOLDER);

/** No runtime and no memory of their own: the kernels work on the heap of tfjs. */
const FLAGS = [
  ...["--runtime", "stub", "--importMemory", "--noExportMemory"],
  ...["--enable", "simd", "--enable", "relaxed-simd"],
  ...["-O3", "--noAssert", "--disableWarning", "--outFile", "kernels.wasm"],
];

/**
 * Compiles the source.
 *
 * @returns The binary.
 * @throws {SyntaxError} If the compiler refuses it, with what it says.
 */
export async function compileKernels(
  { flags }: KernelBinary,
): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(["index.ts", ...FLAGS, ...flags], {
    readFile: (name) => readSource(name),
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
  });
  if (error || !binary) throw new SyntaxError(`${error}\n${stderr}`);
  return binary;
}

/** A file of the source; the compiler asks for many that need not be there. */
function readSource(name: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(name, SOURCE));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
