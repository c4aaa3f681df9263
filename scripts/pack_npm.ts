/**
 * Packs the client for npm.
 */
import { parseArgs } from "node:util";
import { PACKAGE, packageFiles, writePackage } from "./_npm_package.ts";
import { print, runProgram } from "./_program.ts";

const USAGE = `
deno task pack:npm [--out DIR]

  --out  where the package goes, as the folder npm/ and packed beside it (dist)

Needs npm. Prints the name of the packed file, for "npm install" or "npm publish".
`;

const OPTIONS = { out: { type: "string", default: "dist" } } as const;

await runProgram(USAGE, async () => {
  const { values: { out } } = parseArgs({ options: OPTIONS });
  await writePackage(`${out}/npm`, packageFiles());
  const { success, stderr } = await new Deno.Command("npm", {
    args: ["pack", "./npm", "--offline", "--silent"],
    cwd: out,
  }).output();
  if (!success) {
    throw new Error(
      `Cannot pack the client as npm must: ${
        new TextDecoder().decode(stderr).trim()
      }`,
    );
  }
  print(`${out}/undertone-client-${PACKAGE.version}.tgz`);
});
