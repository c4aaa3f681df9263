/**
 * The npm packages that a module imports, laid out as bundlers look for them:
 * Deno keeps them in a cache of its own, without a `node_modules`.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Packages in a folder that goes when the scope ends. */
export interface LinkedPackages extends AsyncDisposable {
  /** Stands for `node_modules`. */
  readonly folder: string;
  /**
   * The licences of the packages that files belong to.
   *
   * @param files Paths that contain `NAME/VERSION/`, as Deno's cache has them.
   */
  licences(files: readonly string[]): Promise<string>;
}

/** What Deno tells of a package. */
interface Package {
  readonly name: string;
  readonly version: string;
  /** Where its cache has it. */
  readonly localPath: string;
  /** The packages that it needs, by their names in what Deno tells. */
  readonly dependencies: readonly string[];
}

/** What Deno tells of a module. */
interface ModuleInfo {
  readonly modules: readonly { readonly npmPackage?: string }[];
  readonly npmPackages: Readonly<Record<string, Package>>;
}

/**
 * Links every package that a module leads to, those of packages included.
 *
 * @throws {Error} If Deno cannot read the module or fetch its packages.
 */
export async function linkPackages(module: URL): Promise<LinkedPackages> {
  const packages = await packagesOf(fileURLToPath(module));
  const folder = await Deno.makeTempDir();
  for (const { name, localPath } of packages) {
    const link = join(folder, name);
    await Deno.mkdir(dirname(link), { recursive: true });
    await Deno.symlink(localPath, link, { type: "junction" });
  }
  return {
    folder,
    licences: (files) => licencesOf(packages, files),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function packagesOf(module: string): Promise<readonly Package[]> {
  await deno("cache", "--quiet", module);
  const info: ModuleInfo = JSON.parse(await deno("info", "--json", module));
  const wanted = info.modules.flatMap(({ npmPackage }) => npmPackage ?? []);
  const found = new Map<string, Package>();
  for (const id of wanted) {
    const known = info.npmPackages[id];
    if (!known || found.has(id)) continue;
    found.set(id, known);
    wanted.push(...known.dependencies); // the loop comes to them as well
  }
  return [...found.values()];
}

async function deno(...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    stdin: "null",
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(
    `Cannot find packages as deno ${args[0]} must read ${args.at(-1)}: ${
      new TextDecoder().decode(stderr).trim()
    }`,
  );
}

async function licencesOf(
  packages: readonly Package[],
  files: readonly string[],
): Promise<string> {
  const texts: string[] = [];
  for (const { name, version, localPath } of packages) {
    const place = `/${name}/${version}/`;
    const isUsed = files.some((file) =>
      file.replaceAll("\\", "/").includes(place)
    );
    if (!isUsed) continue;
    texts.push(`${name} ${version}\n\n${await licenceIn(localPath)}\n`);
  }
  return texts.join("\n\n");
}

/** The licence's text, or where a package has none, what its manifest says. */
async function licenceIn(folder: string): Promise<string> {
  try {
    return (await Deno.readTextFile(join(folder, "LICENSE"))).trim();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const manifest = await Deno.readTextFile(join(folder, "package.json"));
    const { license, author } = JSON.parse(manifest);
    return `${license}, ${author}`;
  }
}
