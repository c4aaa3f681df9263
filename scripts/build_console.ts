/**
 * Bundles the page that people look at, src/console, to src/console/dist, which
 * is committed: nobody needs the bundler to serve it.
 */
import { bundleConsole, DIST } from "./_console_bundle.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task build:console

Bundles src/console to src/console/dist: the page, its style, its programs and
the licences of what they contain.
`;

await runProgram(USAGE, async () => {
  for (const [name, bytes] of await bundleConsole()) {
    await Deno.mkdir(DIST, { recursive: true });
    await Deno.writeFile(new URL(name, DIST), bytes);
    print(`wrote src/console/dist/${name}: ${bytes.length} bytes`);
  }
});
