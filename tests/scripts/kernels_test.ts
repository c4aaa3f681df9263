import { assertEquals } from "@std/assert";
import { BINARIES, compileKernels } from "../../scripts/_kernels.ts";

for (const kernels of BINARIES) {
  const name = kernels.file.pathname.split("/").slice(-3).join("/");
  Deno.test(`${name} is what its source compiles to`, async () => {
    const compiled = await compileKernels(kernels);
    assertEquals(compiled, await Deno.readFile(kernels.file));
  });

  Deno.test(`${name} has no memory, data or imports but the heap it works on`, async () => {
    const module = new WebAssembly.Module(await Deno.readFile(kernels.file));
    assertEquals(WebAssembly.Module.imports(module), [
      { module: "env", name: "memory", kind: "memory" },
    ]);
    const kinds = WebAssembly.Module.exports(module).map(({ kind }) => kind);
    assertEquals(new Set(kinds), new Set(["function"]));
  });
}
