/** The program that does not start: one line that says why, and exit code 1. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";

async function start(env: Record<string, string>) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", "main.ts"],
    cwd: new URL("../", import.meta.url),
    env: { PORT: "0", NO_COLOR: "1", RECORDS: "off", ...env },
    stdin: "null",
  }).output();
  assertEquals(stdout.length, 0);
  const lines = new TextDecoder().decode(stderr).trim().split("\n")
    .filter((line) => !line.includes("listens on"));
  assertEquals(lines.length, 1, lines.join("\n"));
  return { code, line: lines[0]! };
}

Deno.test("main.ts does not start with impossible settings, and names all of them", async () => {
  const { code, line } = await start({ PORT: "eighty", HOST: "my host" });
  assertEquals(code, 1);
  assertStringIncludes(line, "PORT must be");
  assertStringIncludes(line, "HOST must be");
});

Deno.test("main.ts does not start without its model", async () => {
  const { code, line } = await start({ MODEL: "no-such-model" });
  assertEquals(code, 1);
  assertStringIncludes(line, "Cannot load");
  assertStringIncludes(line, "models/no-such-model/card.json");
});

Deno.test("main.ts does not start with a model that is not one", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const card of ["", "{}", '{"format":99}', "[]"]) {
      await Deno.writeTextFile(`${folder}/card.json`, card);
      const { code, line } = await start({ MODEL: folder });
      assertEquals(code, 1);
      assertStringIncludes(line, "card.json");
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("main.ts does not start on a port that is taken", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { code, line } = await start({ PORT: `${taken.addr.port}` });
  assertEquals(code, 1);
  assert(line.includes(`Cannot listen on 127.0.0.1:${taken.addr.port}`), line);
});

Deno.test("main.ts does not start with a stride that cuts the model's embeddings", async () => {
  const { code, line } = await start({ STRIDE_MS: "100" });
  assertEquals(code, 1);
  assertStringIncludes(line, "multiple of 80 ms: current value is 100");
});

for (
  const env of [
    { HOST: "0.0.0.0" },
    { HOST: "::" },
    { DENO_DEPLOY: "true" },
    { HOST: "0.0.0.0", WIRES: "twilio", WIRE_AUTH: "none" },
  ]
) {
  Deno.test(`main.ts lets nobody but this machine in without keys: ${JSON.stringify(env)}`, async () => {
    const { code, line } = await start(
      env as unknown as Record<string, string>,
    );
    assertEquals(code, 1);
    assertStringIncludes(line, "API_KEYS or API_KEYS_FILE must be set");
    assertStringIncludes(line, "ALLOW_ANONYMOUS=1");
  });
}
