/**
 * The client as a folder that npm can pack: plain modules and their types.
 *
 * @module
 */
// What Deno itself checks with; it writes the types as well, which bundlers do not.
import ts from "typescript";
import { fileURLToPath } from "node:url";
import { relative } from "node:path";
import config from "../deno.json" with { type: "json" };
import { WORKLET_SOURCE } from "../src/client/microphone_worklet.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const SRC = `${ROOT}src`;

/** What npm is told of the package. */
export const PACKAGE = {
  name: "@undertone/client",
  version: config.version,
  description: "Streams a call to an Undertone server, and hears how it sounds",
  license: config.license,
  type: "module",
  sideEffects: false,
  engines: { node: ">=22" }, // the first with a WebSocket of its own
  exports: {
    ".": { types: "./client/mod.d.ts", default: "./client/mod.js" },
    "./microphone_worklet.js": "./microphone_worklet.js",
  },
};

/** The modules and types of the client, by their paths in the package. */
export type PackageFiles = ReadonlyMap<string, string>;

/**
 * Compiles the client as a browser and Node will see it: against the types of
 * the web, not of Deno.
 *
 * @throws {TypeError} If it does not compile.
 */
export function packageFiles(): PackageFiles {
  const files = new Map<string, string>();
  const program = ts.createProgram([`${SRC}/client/mod.ts`], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    declaration: true,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
    rootDir: SRC,
  });
  const { diagnostics } = program.emit(undefined, (path, text) => {
    files.set(relative(SRC, path), withJsImports(text));
  });
  assertCompiled([...ts.getPreEmitDiagnostics(program), ...diagnostics]);
  files.set("microphone_worklet.js", WORKLET_SOURCE);
  files.set("package.json", `${JSON.stringify(PACKAGE, null, 2)}\n`);
  files.set("LICENSE", Deno.readTextFileSync(`${ROOT}LICENSE`));
  files.set("README.md", Deno.readTextFileSync(`${ROOT}docs/client.md`));
  return files;
}

/** Writes the package into a folder, which holds nothing else afterwards. */
export async function writePackage(
  folder: string,
  files: PackageFiles,
): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {}); // the first time there is none
  for (const [path, text] of files) {
    const file = `${folder}/${path}`;
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
}

/** Types name their neighbours as the source does; in the package these are modules. */
function withJsImports(text: string): string {
  return text.replaceAll(/((?:from|import\()\s*"\.[^"]+)\.ts"/g, '$1.js"');
}

function assertCompiled(diagnostics: readonly ts.Diagnostic[]): void {
  const [first] = diagnostics;
  if (first === undefined) return;
  const words = ts.flattenDiagnosticMessageText(first.messageText, " ");
  throw new TypeError(
    `Cannot pack the client as it must compile: ${
      first.file?.fileName ?? "its options"
    }: ${words}`,
  );
}
