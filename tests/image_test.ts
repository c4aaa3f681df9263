/** The image has what the server needs and no more, and is asked about its health as it answers. */
import { assert, assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import image from "../deploy/docker/deno.json" with { type: "json" };
import { taskWords } from "../scripts/_task_words.ts";
import { startProgram } from "./_program.ts";
import { freePort } from "./_system_program.ts";

const ROOT = new URL("../", import.meta.url);

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** The instructions of the Dockerfile, one line each. */
function instructions(name: string): string[] {
  const text = read("Dockerfile").replaceAll(/^#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, "");
  return text.split("\n").filter((line) => line.startsWith(`${name} `))
    .map((line) => line.slice(name.length + 1));
}

/** What the Dockerfile copies, of the project. */
const COPIED = instructions("COPY").flatMap((copy) =>
  copy.split(" ").slice(0, -1)
);

const IGNORE_RULES = read(".dockerignore").split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const pattern = line.replace(/^!/, "").replaceAll(".", "\\.")
      .replaceAll("*", "[^/]*");
    return {
      matches: new RegExp(`^${pattern}(/|$)`),
      ignores: !line.startsWith("!"),
    };
  });

/** Whether a file gets into the image: it is copied, and the last rule that fits it does not ignore it. */
function isInImage(path: string): boolean {
  const rule = IGNORE_RULES.findLast(({ matches }) => matches.test(path));
  return rule?.ignores !== true &&
    COPIED.some((copied) => path === copied || path.startsWith(`${copied}/`));
}

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly { readonly specifier: string }[];
}

/** All that some modules import, themselves included. */
async function modulesOf(entries: readonly string[]): Promise<Module[]> {
  const graphs = await Promise.all(entries.map(async (entry) => {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", entry],
      cwd: ROOT,
      stderr: "null",
    }).output();
    return JSON.parse(new TextDecoder().decode(stdout)).modules as Module[];
  }));
  return graphs.flat();
}

/** Paths in the project of those modules that are its own. */
function ownPaths(modules: readonly Module[]): string[] {
  return modules.map(({ specifier }) => specifier)
    .filter((specifier) => specifier.startsWith(ROOT.href))
    .map((specifier) => specifier.slice(ROOT.href.length));
}

/** The files of a folder and of those in it, by their paths in the project. */
function* filesIn(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
    if (isDirectory) yield* filesIn(`${folder}${name}/`);
    else yield `${folder}${name}`;
  }
}

/** What the image caches: main.ts, and the workers, which are loaded by their names. */
const CACHED = instructions("RUN")[0]!.match(/\S+\.ts/g)!;
const WORKERS = [...filesIn("src/")].filter((path) =>
  path.endsWith("/worker.ts")
);

Deno.test("the image caches main.ts and every worker, with all that they import and read", async () => {
  assertEquals(CACHED.toSorted(), ["main.ts", ...WORKERS].toSorted());
  const modules = ownPaths(await modulesOf(CACHED));
  const readFiles = [...filesIn("src/"), ...filesIn("models/")].filter((path) =>
    /\.wasm$|^src\/console\/dist\/|\/card\.json$|\/weights\.bin$/.test(path)
  );
  assert(modules.length > 200 && readFiles.length > 10);
  assertEquals(
    [...modules, ...readFiles].filter((path) => !isInImage(path)),
    [],
  );
});

Deno.test("nothing gets into the image of a folder that serves nothing", async () => {
  const folderOf = (path: string) => path.split("/").slice(0, 2).join("/");
  const served = new Set(ownPaths(await modulesOf(CACHED)).map(folderOf));
  const inImage = [...filesIn("src/")].filter(isInImage);
  assertEquals(
    inImage.filter((path) =>
      !served.has(folderOf(path)) && !path.startsWith("src/console/dist/")
    ),
    [],
  );
  for (const path of [".git/HEAD", "tests/image_test.ts", "scripts/key.ts"]) {
    assert(!isInImage(path), path);
  }
});

Deno.test("the image runs as nobody in particular what `deno task start` runs, on the Deno of the tests", () => {
  assertEquals(instructions("USER"), ["deno"]);
  const command: string[] = JSON.parse(instructions("CMD")[0]!);
  assertEquals(
    command.filter((word) => word !== "--cached-only"),
    taskWords(config.tasks.start.command),
  );
  const [, version] = /deno:(\S+)/.exec(instructions("FROM")[0]!)!;
  assert(read(".ci/run").includes(`deno@${version}`));
});

Deno.test("the image's deno.json has the packages of main.ts, in the very versions, and no others", async () => {
  const imported = new Set<string>(
    (await modulesOf(["main.ts"])).flatMap(({ dependencies = [] }) =>
      dependencies.map(({ specifier }) => specifier)
    ).filter((name) => !/^[./]|^(node|file):/.test(name))
      .map((name) => name.match(/^(@[^/]+\/)?[^/]+/)![0]),
  );
  assertEquals(Object.keys(image.imports).sort(), [...imported].sort());
  assertEquals(image.unstable, config.unstable);
  for (const [name, version] of Object.entries(image.imports)) {
    assertEquals(version, new Map(Object.entries(config.imports)).get(name));
  }
});

interface Lock {
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

/** Hashes of packages by name and version, without the peers that they were given. */
function hashes({ npm }: Lock): Map<string, string> {
  return new Map(
    Object.entries(npm).map((
      [name, { integrity }],
    ) => [name.replace(/(?<=.)_.*/, ""), integrity]),
  );
}

Deno.test("the image's lock is of its own deno.json, and its packages are those of the tests, to the byte", () => {
  const lock: Lock = JSON.parse(read("deploy/docker/deno.lock"));
  // In a copy of the folder: deno install --lockfile-only
  assertEquals(
    Object.keys(lock.specifiers).sort(),
    Object.values(image.imports).sort(),
  );
  const tested = hashes(JSON.parse(read("deno.lock")));
  for (const [name, hash] of hashes(lock)) {
    assertEquals(hash, tested.get(name), name);
  }
});

Deno.test("the image's health check succeeds where the server is ready, and fails where none is", async () => {
  const [check] = instructions("HEALTHCHECK");
  const [program, ...args] = JSON.parse(check!.slice(check!.indexOf("[")));
  assertEquals(program, "deno");
  const ask = async (port: string) => {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args,
      env: { PORT: port },
      stderr: "null",
    }).output();
    return code;
  };
  const server = await startProgram({ RECORDS: "off", MODEL: "light" });
  try {
    assertEquals(await ask(new URL(server.httpUrl).port), 0);
  } finally {
    await server.stop();
  }
  assertEquals(await ask(`${freePort()}`), 1);
});
