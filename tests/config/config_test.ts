import { assert, assertEquals, assertThrows } from "@std/assert";
import { readConfig } from "../../src/config/config.ts";
import { storedKey } from "./_keys.ts";

const BASES = {
  models: new URL("file:///srv/undertone/models/"),
  workingFolder: new URL("file:///home/me/"),
};

function read(variables: Record<string, string> = {}, coreCount = 1) {
  return readConfig((name) => variables[name], BASES, { coreCount });
}

Deno.test("readConfig() serves the shipped model to this machine by default", () => {
  const config = read();
  assertEquals([config.port, config.host], [8_000, "127.0.0.1"]);
  assertEquals(config.strideMs, 480);
  assertEquals([config.threadCount, config.workerCount], [1, 0]);
  assertEquals(
    config.modelFolder.href,
    "file:///srv/undertone/models/default/",
  );
  assert(Object.isFrozen(config));
});

Deno.test("readConfig() reads every variable", () => {
  const { port, host, modelFolder, strideMs, ...engine } = read({
    PORT: "0",
    HOST: "::1",
    MODEL: "fold-4.b",
    STRIDE_MS: "240",
    THREADS: "2",
    ENGINE_WORKERS: "3",
  });
  assertEquals([port, host, strideMs], [0, "::1", 240]);
  assertEquals([engine.threadCount, engine.workerCount], [2, 3]);
  assertEquals(modelFolder.pathname, "/srv/undertone/models/fold-4.b/");
});

Deno.test("readConfig() takes a model with a slash for a path", () => {
  for (
    const [MODEL, path] of [
      ["./mine", "/home/me/mine/"],
      ["../mine/", "/home/mine/"],
      ["/opt/a model", "/opt/a%20model/"],
      ["/opt/50%", "/opt/50%25/"],
      ["/opt/what?#1//", "/opt/what%3F%231/"],
    ]
  ) {
    assertEquals(read({ MODEL: MODEL! }).modelFolder.pathname, path);
  }
});

Deno.test("readConfig() takes an empty variable for one that is not set", () => {
  assertEquals(read({ PORT: "", HOST: "", MODEL: "" }), read());
});

Deno.test("readConfig() names all faults at once", () => {
  const { message } = assertThrows(
    () =>
      read({
        PORT: "80a",
        HOST: "my host",
        MODEL: "..",
        ALLOW_ANONYMOUS: "1",
      }),
    RangeError,
  );
  assertEquals(
    message,
    "Cannot start as PORT must be a whole number from 0 to 65535: " +
      'current value is "80a"; HOST must be an address or a host name: ' +
      'current value is "my host"; MODEL must be a name or a path with a ' +
      'slash: current value is ".."',
  );
});

Deno.test("readConfig() serves others only with keys, with platforms that prove themselves, or if told to", () => {
  const HOST = "0.0.0.0";
  const stored = storedKey("one");
  const proven = { WIRES: "telnyx", WIRE_CREDENTIAL: "correct-horse-battery" };
  for (
    const [variables, isOpen] of [
      [{ API_KEYS: stored }, false],
      [proven, false],
      [{ ALLOW_ANONYMOUS: "1" }, true],
    ] as const
  ) assertEquals(read({ HOST, ...variables }).access.isOpen, isOpen);
  for (const variables of [{}, { WIRES: "telnyx", WIRE_AUTH: "none" }]) {
    assertThrows(
      () => read({ HOST, ...variables }),
      RangeError,
      "API_KEYS or API_KEYS_FILE must be set",
    );
  }
});

Deno.test("readConfig() reads the keys of a file", () => {
  const { access } = readConfig(
    (name) => name === "API_KEYS_FILE" ? "keys.jsonl" : undefined,
    { ...BASES, readTextFile: (path) => path && storedKey("one") },
  );
  assertEquals(access.keys.length, 1);
});

Deno.test("readConfig() reads what is about phone platforms, and names its faults beside the others", () => {
  assertEquals(
    read({ ANALYSE_AGENT: "medical" }).roles.agentPurpose,
    "medical",
  );
  const { message } = assertThrows(
    () => read({ PORT: "80a", ANALYSE_AGENT: "fun", WIRE_CREDENTIAL: "x" }),
    RangeError,
  );
  for (const name of ["PORT", "ANALYSE_AGENT", "WIRE_CREDENTIAL"]) {
    assert(message.includes(`${name} must be`), message);
  }
});

for (const PORT of ["65536", "-1", "8e3", "1.5", " 80", "123456"]) {
  Deno.test(`readConfig() refuses the port ${JSON.stringify(PORT)}`, () => {
    assertThrows(() => read({ PORT }), RangeError, "PORT must be");
  });
}

for (const STRIDE_MS of ["0", "-80", "80.5", "1e3", "half a second"]) {
  Deno.test(`readConfig() refuses the stride ${JSON.stringify(STRIDE_MS)}`, () => {
    assertThrows(() => read({ STRIDE_MS }), RangeError, "STRIDE_MS must be");
  });
}

for (const THREADS of ["0", "-1", "65", "1.5", "all"]) {
  Deno.test(`readConfig() refuses ${JSON.stringify(THREADS)} threads`, () => {
    assertThrows(() => read({ THREADS }), RangeError, "THREADS must be");
  });
}

for (const ENGINE_WORKERS of ["-1", "65", "1.5", "all"]) {
  Deno.test(`readConfig() refuses ${JSON.stringify(ENGINE_WORKERS)} workers`, () => {
    assertThrows(
      () => read({ ENGINE_WORKERS }),
      RangeError,
      "ENGINE_WORKERS must be",
    );
  });
}

Deno.test("readConfig() gives the engine a thread of its own where there is a core for it", () => {
  const counts = [1, 2, 16].map((cores) => read({}, cores).workerCount);
  assertEquals(counts, [0, 1, 1]);
  assertEquals(read({ ENGINE_WORKERS: "0" }, 8).workerCount, 0);
});
