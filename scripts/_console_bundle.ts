/**
 * Bundles the console.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
// The bundler of most of the web's tools: one binary, the same bytes everywhere.
import * as esbuild from "esbuild";
import { WORKLET_SOURCE } from "../src/client/microphone_worklet.ts";
import { linkPackages } from "./_npm_links.ts";

const CONSOLE = new URL("../src/console/", import.meta.url);
const KERNELS = new URL("../src/audio/kernels/kernels.wasm", import.meta.url);

/** Where the bundle that ships is. */
export const DIST = new URL("dist/", CONSOLE);

/** Files that ship as they are. */
const STATIC = ["index.html", "icon.svg"];

/** The programs and the style; each becomes a file of its name. */
const ENTRIES = ["console.tsx", "console.css"];

/**
 * Bundles the console.
 *
 * @returns The files of `dist`, by name.
 * @throws {Error} If the bundler refuses the source.
 */
export async function bundleConsole(): Promise<Map<string, Uint8Array>> {
  const entry = new URL("console.tsx", CONSOLE);
  await using packages = await linkPackages(entry);
  const built = await bundle(packages.folder);
  const files = new Map<string, Uint8Array>([
    ["microphone_worklet.js", new TextEncoder().encode(WORKLET_SOURCE)],
  ]);
  for (const name of STATIC) {
    files.set(name, await Deno.readFile(new URL(name, CONSOLE)));
  }
  for (const { path, contents } of built.outputFiles) {
    files.set(path.replace(/.*[/\\]/, ""), contents);
  }
  const inputs = Object.keys(built.metafile.inputs);
  const licences = await packages.licences(inputs);
  files.set("licences.txt", new TextEncoder().encode(licences));
  return files;
}

async function bundle(packageFolder: string) {
  try {
    return await esbuild.build({
      absWorkingDir: fileURLToPath(CONSOLE),
      entryPoints: ENTRIES,
      outdir: "dist",
      write: false,
      metafile: true,
      bundle: true,
      minify: true,
      charset: "utf8",
      format: "esm",
      target: ["chrome119", "firefox121", "safari17.4"], // the first with Promise.withResolvers()
      jsx: "automatic",
      jsxImportSource: "preact",
      define: { global: "globalThis" }, // wav-decoder asks for it
      legalComments: "none", // licences.txt has them
      logLevel: "silent",
      nodePaths: [packageFolder],
      plugins: [embeddedKernels],
    });
  } finally {
    await esbuild.stop();
  }
}

/**
 * The kernels of the signal path lie in a file beside their module, which a page
 * cannot read before it goes on: here they travel within it.
 */
const embeddedKernels: esbuild.Plugin = {
  name: "embedded-kernels",
  setup(build) {
    build.onLoad(
      { filter: /audio[/\\]kernels[/\\]module\.ts$/ },
      async (file) => {
        const source = await Deno.readTextFile(file.path);
        const base64 = Buffer.from(await Deno.readFile(KERNELS)).toString(
          "base64",
        );
        const contents = source.replace(
          "Deno.readFileSync(BINARY)",
          `Uint8Array.from(atob("${base64}"), (c) => c.charCodeAt(0))`,
        );
        if (contents === source) {
          throw new Error(
            `Cannot embed the kernels as ${file.path} must read them with Deno.readFileSync(BINARY): it does not`,
          );
        }
        return { contents, loader: "ts" };
      },
    );
  },
};
