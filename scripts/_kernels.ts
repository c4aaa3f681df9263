/**
 * Compiles the WASM kernels.
 *
 * @module
 */
import asc from "assemblyscript/asc";

const SOURCE = new URL("../src/model/kernels/assembly/", import.meta.url);

/** The binary that ships. */
export const KERNELS = new URL(
  "../src/model/kernels/kernels.wasm",
  import.meta.url,
);

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
export async function compileKernels(): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(["index.ts", ...FLAGS], {
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
