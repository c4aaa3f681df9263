/**
 * Compiles src/model/kernels/assembly (AssemblyScript) to the kernels.wasm beside
 * it, which is committed: nobody needs the compiler to run or train.
 */
import { compileKernels, KERNELS } from "./_kernels.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task build:kernels

Compiles src/model/kernels/assembly to src/model/kernels/kernels.wasm.
`;

await runProgram(USAGE, async () => {
  const binary = await compileKernels();
  await Deno.writeFile(KERNELS, binary);
  print(`wrote ${KERNELS.pathname}: ${binary.length} bytes`);
});
