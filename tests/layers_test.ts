import { assertEquals } from "@std/assert";

/** The architecture: what each folder of `src` may import, and nothing else. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  audio: ["wav-decoder"],
  protocol: ["valibot"],
  log: [],
  stream: ["audio"],
  session: ["audio", "stream", "protocol"],
  model: ["audio", "@tensorflow", "valibot"],
  training: [
    "audio",
    "stream",
    "model",
    "session",
    "@tensorflow",
    "csv-parse",
    "valibot",
  ],
  export: ["model", "protobufjs"],
  report: ["model", "training", "valibot", "vega", "vega-lite"],
  results: ["log", "session", "protocol", "valibot", "@redis"],
  server: [
    "log",
    "session",
    "protocol",
    "results",
    "audio",
    "hono",
    "jose",
    "structured-headers",
    "valibot",
  ],
  client: ["protocol"],
  library: ["audio", "model", "training", "session", "protocol", "client"],
  telemetry: [
    "server",
    "session",
    "results",
    "protocol",
    "model",
    "prom-client",
    "@opentelemetry",
  ],
  config: ["log", "protocol", "session", "results", "server", "valibot"],
  service: [
    "config",
    "log",
    "session",
    "results",
    "server",
    "telemetry",
    "model",
  ],
  console: [
    "client",
    "protocol",
    "audio",
    "stream",
    "results",
    "preact",
    "@preact",
    "uplot",
    "eventsource-parser",
  ],
};

const SRC = new URL("../src/", import.meta.url);
/** What an import names; a word "from" in a text is followed by no such thing. */
const SPECIFIER = /^(?!\s*\*).*\b(?:from|import)\s*\(?\s*"([^"\s]+)"/gm;

interface Source {
  readonly layer: string;
  readonly url: URL;
}

/** Every module below a layer of `src`; `src/mod.ts` belongs to none. */
function* sources(folder = SRC, layer?: string): Generator<Source> {
  for (const entry of Deno.readDirSync(folder)) {
    const url = new URL(
      entry.name + (entry.isDirectory ? "/" : ""),
      folder,
    );
    if (entry.isDirectory) yield* sources(url, layer ?? entry.name);
    else if (layer && /\.tsx?$/.test(entry.name)) yield { layer, url };
  }
}

/** The layer or package a specifier leads to, or none for the runtime's own. */
function origin(specifier: string, from: URL): string | undefined {
  if (specifier.startsWith("node:")) return undefined;
  if (!specifier.startsWith(".")) return specifier.split("/")[0];
  return new URL(specifier, from).href.slice(SRC.href.length).split("/")[0];
}

Deno.test("src folders import only what their layer may", () => {
  const trespasses: string[] = [];
  for (const { layer, url } of sources()) {
    for (
      const [, specifier] of Deno.readTextFileSync(url).matchAll(SPECIFIER)
    ) {
      const from = origin(specifier!, url);
      if (from === undefined || from === layer) continue;
      if (MAY_IMPORT[layer]?.includes(from)) continue;
      trespasses.push(`${url.href.slice(SRC.href.length)} imports ${from}`);
    }
  }
  assertEquals(trespasses, []);
});

Deno.test("every folder of src has its row in the layer table", () => {
  const layers = new Set([...sources()].map(({ layer }) => layer));
  assertEquals([...layers].filter((layer) => !(layer in MAY_IMPORT)), []);
});

Deno.test("src prints nothing: programs do, with what src hands them", () => {
  const printing = [...sources()].filter(({ url }) =>
    /^(?!\s*\*).*\bconsole\.\w+\(/m.test(Deno.readTextFileSync(url))
  );
  assertEquals(printing.map(({ url }) => url.href.slice(SRC.href.length)), []);
});
