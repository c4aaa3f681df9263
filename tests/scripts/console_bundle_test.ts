import { assert, assertEquals } from "@std/assert";
import { bundleConsole, DIST } from "../../scripts/_console_bundle.ts";
import { readConsoleFiles } from "../../src/service/console_files.ts";

Deno.test("src/console/dist is what its source bundles to", async () => {
  const built = await bundleConsole();
  const names = namesIn(DIST);
  assertEquals([...built.keys()].sort(), names);
  assertEquals([...readConsoleFiles().keys()].sort(), names);
  for (const [name, bytes] of built) {
    const committed = await Deno.readFile(new URL(name, DIST));
    const isSame = committed.length === bytes.length &&
      committed.every((byte, i) => byte === bytes[i]);
    assert(isSame, `${name} is older: deno task build:console`);
  }
});

Deno.test("src/console/dist tells nobody where it was built", async () => {
  for (const name of namesIn(DIST)) {
    const text = await Deno.readTextFile(new URL(name, DIST));
    assert(!/file:\/\/|\/home\/|\/root\/|\/tmp\/|sourceMappingURL/.test(text));
  }
});

function namesIn(folder: URL): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
