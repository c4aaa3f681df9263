/**
 * Compiles src/audio/kernels/assembly and src/model/kernels/assembly
 * (AssemblyScript) to the binaries beside them, which are committed: nobody
 * needs the compiler to run or train.
 */
import { BINARIES, compileKernels } from "./_kernels.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task build:kernels

Compiles src/audio/kernels/assembly and src/model/kernels/assembly to the
kernels.wasm beside each, and the latter to kernels_shared.wasm as well, for a
heap that is shared by threads.
`;

await runProgram(USAGE, async () => {
  for (const kernels of BINARIES) {
    const binary = await compileKernels(kernels);
    await Deno.writeFile(kernels.file, binary);
    print(`wrote ${kernels.file.pathname}: ${binary.length} bytes`);
  }
});
