/**
 * Compiles src/model/kernels/assembly (AssemblyScript) to the binaries beside
 * it, which are committed: nobody needs the compiler to run or train.
 */
import { BINARIES, compileKernels } from "./_kernels.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task build:kernels

Compiles src/model/kernels/assembly to src/model/kernels/kernels.wasm, and to
kernels_shared.wasm for a heap that is shared by threads.
`;

await runProgram(USAGE, async () => {
  for (const kernels of BINARIES) {
    const binary = await compileKernels(kernels);
    await Deno.writeFile(kernels.file, binary);
    print(`wrote ${kernels.file.pathname}: ${binary.length} bytes`);
  }
});
